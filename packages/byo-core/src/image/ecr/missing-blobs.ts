import { persistently } from '../../requests/persistently.ts'
import { request } from '../../requests/request.ts'
import type { Session } from '../../session/session.ts'
import type { ImageBlob } from '../image-parts.ts'

/** What ECR looks up at once. */
const digestsAtOnce = 100

/** Those of the blobs that the repository doesn't have, each once. */
export async function missingBlobs(
  session: Session,
  repositoryName: string,
  blobs: readonly ImageBlob[],
  signal: AbortSignal | undefined,
): Promise<ImageBlob[]> {
  const ecr = await session.clients.ecr()
  // The same layer may occur twice in an image.
  const missing = new Map(blobs.map((blob) => [blob.digest, blob]))
  const digests = [...missing.keys()]
  for (let start = 0; start < digests.length; start += digestsAtOnce) {
    const layerDigests = digests.slice(start, start + digestsAtOnce)
    const { layers = [] } = await persistently(session.runtime, signal, () =>
      request('BatchCheckLayerAvailability', signal, (options) =>
        ecr.batchCheckLayerAvailability({ repositoryName, layerDigests }, options),
      ),
    )
    for (const { layerAvailability, layerDigest = '' } of layers) {
      if (layerAvailability === 'AVAILABLE') missing.delete(layerDigest)
    }
  }
  return [...missing.values()]
}
