import { persistently } from '../../requests/persistently.ts'
import { request } from '../../requests/request.ts'
import type { Session } from '../../session/session.ts'
import { ImageError } from '../image-error.ts'
import type { StoredManifest } from '../image-target.ts'
import { manifestTypes } from '../media-types.ts'

/** The manifest of a tag or a digest as ECR keeps it; undefined when it has none. */
export async function readStoredManifest(
  session: Session,
  repositoryName: string,
  version: string,
  signal: AbortSignal | undefined,
): Promise<StoredManifest | undefined> {
  return persistently(session.runtime, signal, () =>
    lookUpManifest(session, repositoryName, version, signal),
  )
}

/** The same, asked for once. */
export async function lookUpManifest(
  session: Session,
  repositoryName: string,
  version: string,
  signal: AbortSignal | undefined,
): Promise<StoredManifest | undefined> {
  const ecr = await session.clients.ecr()
  const imageId = version.startsWith('sha256:') ? { imageDigest: version } : { imageTag: version }
  const { images } = await request('BatchGetImage', signal, (options) =>
    ecr.batchGetImage(
      { repositoryName, imageIds: [imageId], acceptedMediaTypes: [...manifestTypes] },
      options,
    ),
  )
  const { imageManifest: text, imageManifestMediaType } = images?.[0] ?? {}
  if (text === undefined) return undefined
  const { mediaType } = JSON.parse(text) as { readonly mediaType?: string }
  return { text, mediaType: imageManifestMediaType ?? mediaType ?? '' }
}

/** A small blob, from where ECR keeps it. */
export async function readStoredBlob(
  session: Session,
  repositoryName: string,
  layerDigest: string,
  signal: AbortSignal | undefined,
): Promise<Uint8Array> {
  return new Uint8Array(
    await (await openStoredBlob(session, repositoryName, layerDigest, signal)).arrayBuffer(),
  )
}

/** A blob of any size as the answer that brings it. */
export async function openStoredBlob(
  session: Session,
  repositoryName: string,
  layerDigest: string,
  signal: AbortSignal | undefined,
): Promise<Response> {
  const ecr = await session.clients.ecr()
  const { downloadUrl = '' } = await request('GetDownloadUrlForLayer', signal, (options) =>
    ecr.getDownloadUrlForLayer({ repositoryName, layerDigest }, options),
  )
  const answer = await request('GetDownloadUrlForLayer', signal, ({ abortSignal }) =>
    fetch(downloadUrl, abortSignal ? { signal: abortSignal } : {}),
  )
  if (answer.ok) return answer
  throw new ImageError(
    'image-push-failed',
    `The blob ${layerDigest} of ${repositoryName} can't be read from ECR: its storage answered with ${answer.status}. Publish again.`,
    { outputTail: [], exitCode: undefined },
  )
}
