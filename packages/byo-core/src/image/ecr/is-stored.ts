import { isAccessDenied } from '../../requests/error-kinds.ts'
import { persistently } from '../../requests/persistently.ts'
import { request } from '../../requests/request.ts'
import type { Session } from '../../session/session.ts'
import type { ImageName } from '../image-target.ts'

/**
 * True when the tag names the image of that digest already, whose layers are then there too. Who may
 * not look (`ecr:BatchGetImage`) is told no: the push that follows sends only what is missing.
 */
export async function isStored(
  session: Session,
  repositoryName: string,
  { tag, digest }: ImageName,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const ecr = await session.clients.ecr()
  try {
    const { images = [] } = await persistently(session.runtime, signal, () =>
      request('BatchGetImage', signal, (options) =>
        ecr.batchGetImage({ repositoryName, imageIds: [{ imageTag: tag }] }, options),
      ),
    )
    return images.some(({ imageId }) => imageId?.imageDigest === digest)
  } catch (error) {
    if (isAccessDenied(error)) return false
    throw error
  }
}
