import { ByoError } from '../../errors.ts'
import { readAwsError } from '../../requests/aws-error.ts'
import { persistently } from '../../requests/persistently.ts'
import { request } from '../../requests/request.ts'
import type { Session } from '../../session/session.ts'
import type { ImageBlob } from '../image-parts.ts'
import { inParts } from '../in-parts.ts'
import { missingBlobs } from './missing-blobs.ts'

/** ECR takes parts of 5 to 20 MiB; each is held in memory, and as base64 once more. */
const maxPartSize = 10 * 1024 * 1024

/** How often a layer is sent from its beginning. */
const uploads = 3

/** After these the bytes that ECR has are of no use: it forgot them, or they aren't those of the layer. */
const startOver = new Set([
  'UploadNotFoundException',
  'InvalidLayerPartException',
  'InvalidLayerException',
  'LayerPartTooSmallException',
])

/** Sends a blob to a repository in parts; memory holds one part at a time. */
export async function uploadLayer(
  session: Session,
  repositoryName: string,
  blob: ImageBlob,
  signal: AbortSignal | undefined,
): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await uploadFromStart(session, repositoryName, blob, signal)
    } catch (error) {
      const { name, message } = readAwsError(error)
      if (name === 'LayerAlreadyExistsException') return
      if (!startOver.has(name)) throw error
      // An upload whose last answer was lost is unknown too, for it's a layer by now.
      if ((await missingBlobs(session, repositoryName, [blob], signal)).length === 0) return
      if (attempt === uploads) throw corrupted(blob, message, error)
    }
  }
}

async function uploadFromStart(
  session: Session,
  repositoryName: string,
  blob: ImageBlob,
  signal: AbortSignal | undefined,
): Promise<void> {
  const ecr = await session.clients.ecr()
  const ask: Ask = (operation, call) =>
    persistently(session.runtime, signal, () => request(operation, signal, call))

  const { uploadId, partSize = maxPartSize } = await ask('InitiateLayerUpload', (options) =>
    ecr.initiateLayerUpload({ repositoryName }, options),
  )
  const sendFrom: SendFrom = async (partFirstByte, layerPartBlob) => {
    const partLastByte = partFirstByte + layerPartBlob.byteLength - 1
    const { lastByteReceived } = await ask('UploadLayerPart', (options) =>
      ecr.uploadLayerPart(
        { repositoryName, uploadId, partFirstByte, partLastByte, layerPartBlob },
        options,
      ),
    )
    return lastByteReceived ?? partLastByte
  }
  let position = 0
  for await (const part of inParts(blob.open(signal), Math.min(partSize, maxPartSize))) {
    await sendPart(part, position, sendFrom)
    position += part.byteLength
  }
  await ask('CompleteLayerUpload', (options) =>
    ecr.completeLayerUpload({ repositoryName, uploadId, layerDigests: [blob.digest] }, options),
  )
}

type Ask = <T>(operation: string, call: Parameters<typeof request<T>>[2]) => Promise<T>

/** Sends bytes that begin at that place of the layer; the answer is the last byte that ECR has. */
type SendFrom = (first: number, bytes: Uint8Array) => Promise<number>

/**
 * Sends a part, and what is missing of it again: ECR tells the last byte that it has, also when it
 * refuses a part because the answer to the same one was lost.
 */
async function sendPart(part: Uint8Array, position: number, sendFrom: SendFrom): Promise<void> {
  const end = position + part.byteLength
  for (let next = position; next < end; ) {
    const received = await sendFrom(next, part.subarray(next - position)).catch((error) => {
      const last = lastValidByte(error)
      if (last === undefined || last < next || last >= end) throw error
      return last
    })
    next = received + 1
  }
}

/** What ECR had when it refused a part. */
function lastValidByte(error: unknown): number | undefined {
  const { cause } = error as { cause?: { lastValidByteReceived?: number } }
  return cause?.lastValidByteReceived
}

function corrupted({ digest }: ImageBlob, message: string, cause: unknown): ByoError {
  return new ByoError(
    'upload-corrupted',
    `ECR refused the layer ${digest} ${uploads} times: ${message} Publish again; if that doesn't help, look what stands between here and ECR.`,
    { cause },
  )
}
