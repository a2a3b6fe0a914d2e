import { concurrently } from '../concurrently.ts'
import { throwIfAborted } from '../waiting/aborted.ts'
import type { ImageBlob, ImageParts } from './image-parts.ts'
import type { ImageName, ImageTarget } from './image-target.ts'

/** What a push did. */
export interface Push {
  /** Bytes that the repository lacked; 0 for an image that was there already. */
  readonly uploadedBytes: number
  /** False when the repository had this very image under this tag. */
  readonly isNew: boolean
}

/** An image, its name in the repository, and the digest of its manifest. */
export interface TaggedImage extends ImageName {
  readonly image: ImageParts
}

/** Layers are sent side by side, each with one part in memory. */
const layersAtOnce = 3

/** Sends an image without Docker: the blobs that the target lacks, and then the manifest. */
export async function pushImage(
  target: ImageTarget,
  { tag, digest, image }: TaggedImage,
  signal: AbortSignal | undefined,
): Promise<Push> {
  if (await target.isStored({ tag, digest }, signal)) return { uploadedBytes: 0, isNew: false }
  const missing = await target.missingBlobs([...image.layers, image.config], signal)
  let uploadedBytes = 0
  await together(missing, signal, async (blob, either) => {
    const sent = await target.uploadBlob(blob, either)
    uploadedBytes += sent
  })
  throwIfAborted(signal, `publishing ${target.uri}:${tag}`)
  const isNew = await target.putManifest({ tag, digest, manifest: image.manifest })
  return { uploadedBytes, isNew }
}

/** Does the work for several blobs at a time; the first failure breaks the others off and is thrown. */
async function together(
  blobs: readonly ImageBlob[],
  signal: AbortSignal | undefined,
  work: (blob: ImageBlob, either: AbortSignal) => Promise<void>,
): Promise<void> {
  const failed = new AbortController()
  const either = signal ? AbortSignal.any([signal, failed.signal]) : failed.signal
  await concurrently(layersAtOnce, blobs, (blob) =>
    work(blob, either).catch((error: unknown) => {
      failed.abort(error)
      throw failed.signal.reason
    }),
  )
}
