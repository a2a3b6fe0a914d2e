import { concurrently } from '../concurrently.ts'
import type { Ledger } from '../ledger.ts'
import type { Session } from '../session/session.ts'
import { throwIfAborted } from '../waiting/aborted.ts'
import { missingBlobs } from './ecr/missing-blobs.ts'
import { putImage } from './ecr/put-image.ts'
import { isStored } from './ecr/stored-image.ts'
import { uploadLayer } from './ecr/upload-layer.ts'
import type { ImageBlob, ImageParts } from './image-parts.ts'

/** What a push did. */
export interface Push {
  /** Bytes that the repository lacked; 0 for an image that was there already. */
  readonly uploadedBytes: number
  /** False when the repository had this very image under this tag. */
  readonly isNew: boolean
}

/** An image, its name in the repository, and the digest of its manifest. */
export interface TaggedImage {
  readonly tag: string
  readonly digest: string
  readonly image: ImageParts
}

/** Layers are sent side by side, each with one part in memory. */
const layersAtOnce = 3

/** Sends an image through ECR's own API, which needs neither Docker nor a registry login. */
export async function pushImage(
  session: Session,
  repositoryName: string,
  { tag, digest, image }: TaggedImage,
  { ledger, signal }: { readonly ledger: Ledger; readonly signal: AbortSignal | undefined },
): Promise<Push> {
  if (await isStored(session, repositoryName, { tag, digest }, signal)) {
    return { uploadedBytes: 0, isNew: false }
  }
  const blobs = [...image.layers, image.config]
  const missing = await missingBlobs(session, repositoryName, blobs, signal)
  let uploadedBytes = 0
  await together(missing, signal, async (blob, either) => {
    if (await blob.mount?.(repositoryName, either)) return
    await uploadLayer(session, repositoryName, blob, either)
    uploadedBytes += blob.size
  })
  throwIfAborted(signal, `publishing ${repositoryName}:${tag}`)
  const isNew = await putImage(
    session,
    repositoryName,
    { tag, digest, manifest: image.manifest },
    ledger,
  )
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
