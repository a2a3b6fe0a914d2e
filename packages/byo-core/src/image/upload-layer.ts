import { readAwsError } from '../requests/aws-error.ts'
import { request } from '../requests/request.ts'
import type { Session } from '../session/session.ts'
import type { ImageBlob } from './image-parts.ts'

/** ECR takes parts of 5 to 20 MiB; each is held in memory, and as base64 once more. */
const maxPartSize = 10 * 1024 * 1024

/** Sends a blob to a repository in parts; memory holds one part at a time. */
export async function uploadLayer(
  session: Session,
  repositoryName: string,
  blob: ImageBlob,
  signal: AbortSignal | undefined,
): Promise<void> {
  const ecr = await session.clients.ecr()
  const { uploadId, partSize = maxPartSize } = await request(
    'InitiateLayerUpload',
    signal,
    (options) => ecr.initiateLayerUpload({ repositoryName }, options),
  )
  let position = 0
  for await (const part of inParts(blob.open(signal), Math.min(partSize, maxPartSize))) {
    await request('UploadLayerPart', signal, (options) =>
      ecr.uploadLayerPart(
        {
          repositoryName,
          uploadId,
          partFirstByte: position,
          partLastByte: position + part.byteLength - 1,
          layerPartBlob: part,
        },
        options,
      ),
    ).catch((error: unknown) => {
      if (lastByteReceived(error) !== position + part.byteLength - 1) throw error
    })
    position += part.byteLength
  }
  await request('CompleteLayerUpload', signal, (options) =>
    ecr.completeLayerUpload({ repositoryName, uploadId, layerDigests: [blob.digest] }, options),
  ).catch(async (error: unknown) => {
    const { name, attempts } = readAwsError(error)
    if (name === 'LayerAlreadyExistsException') return
    // An earlier attempt whose answer was lost has ended the upload.
    if (name !== 'UploadNotFoundException' || attempts < 2) throw error
    if (!(await isThere(session, repositoryName, blob.digest, signal))) throw error
  })
}

/** The last byte that ECR has of an upload, when it refuses a part; one whose answer was lost is sent again. */
function lastByteReceived(error: unknown): number | undefined {
  const { cause } = error as { cause?: { name?: string; lastValidByteReceived?: number } }
  return cause?.name === 'InvalidLayerPartException' ? cause.lastValidByteReceived : undefined
}

/** Whether the repository has a layer. */
async function isThere(
  session: Session,
  repositoryName: string,
  digest: string,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const ecr = await session.clients.ecr()
  const { layers = [] } = await request('BatchCheckLayerAvailability', signal, (options) =>
    ecr.batchCheckLayerAvailability({ repositoryName, layerDigests: [digest] }, options),
  )
  return layers.some(({ layerAvailability }) => layerAvailability === 'AVAILABLE')
}

/** Gathers chunks of any size into parts of one size; the last may be smaller. */
export async function* inParts(
  chunks: AsyncIterable<Uint8Array>,
  partSize: number,
): AsyncGenerator<Uint8Array> {
  let part = new Uint8Array(partSize)
  let filled = 0
  for await (const chunk of chunks) {
    for (let taken = 0; taken < chunk.byteLength; ) {
      const piece = chunk.subarray(taken, taken + partSize - filled)
      part.set(piece, filled)
      filled += piece.byteLength
      taken += piece.byteLength
      if (filled === partSize) {
        yield part
        part = new Uint8Array(partSize)
        filled = 0
      }
    }
  }
  if (filled > 0) yield part.subarray(0, filled)
}
