import { ByoError } from '../../errors.ts'
import { pauseAfter } from '../../requests/persistently.ts'
import type { ImageBlob } from '../image-parts.ts'
import { inParts } from '../in-parts.ts'
import type { RegistryClient } from './registry-client.ts'
import { failedPush } from './registry-errors.ts'
import { isStatus, refusalOf } from './registry-refusal.ts'
import { sendPart } from './send-part.ts'
import { sendWhole } from './send-whole.ts'
import { UploadLost } from './upload-answer.ts'
import { beginUpload, endUpload } from './upload-session.ts'

/** Each part is held in memory, to be sent again; GitHub's registry takes no larger ones. */
const partSize = 4 * 1024 * 1024

/** How often a blob is sent from its beginning: when its bytes changed on the way, and when an upload was lost. */
const uploads = { corrupted: 3, lost: 5 }

/** How a registry wants blobs, as far as it's known by now. */
export interface UploadWay {
  /** In one piece. */
  isWhole: boolean
}

/**
 * Sends a blob to a repository, or has it taken over from `mountFrom`, another repository of the same registry;
 * tells how many bytes were sent. It goes in parts, or in one piece where that is what the registry takes: Google's
 * knows no parts, and ECR's only one.
 */
export async function uploadBlob(
  client: RegistryClient,
  blob: ImageBlob,
  { mountFrom, way }: { readonly mountFrom: string | undefined; readonly way: UploadWay },
  signal: AbortSignal | undefined,
): Promise<number> {
  let { isWhole } = way
  for (let attempt = 1; ; attempt += 1) {
    try {
      const from = attempt === 1 ? mountFrom : undefined
      const sent = await uploadFromStart(client, blob, { from, isWhole }, signal)
      way.isWhole = isWhole
      return sent
    } catch (error) {
      if (!(error instanceof UploadLost)) throw error
      // An upload whose last answer was lost is unknown too, for it's a blob by now.
      if (await hasBlob(client, blob.digest, signal)) return blob.size
      if (attempt >= uploads[error.isCorrupted ? 'corrupted' : 'lost']) {
        throw givenUp(client.host, blob, attempt, error)
      }
      // Nobody says beforehand whether they take parts, nor, always, why they lost an upload.
      if (!error.isCorrupted) isWhole = !isWhole
      await pauseAfter(attempt, client.runtime, signal)
    }
  }
}

async function uploadFromStart(
  client: RegistryClient,
  { digest, size, open }: ImageBlob,
  { from, isWhole }: { readonly from: string | undefined; readonly isWhole: boolean },
  signal: AbortSignal | undefined,
): Promise<number> {
  const mount = from === undefined ? undefined : { digest, from }
  const session = await beginUpload(client, mount, signal)
  if (session === undefined) return 0
  if (isWhole) {
    await sendWhole(client, session, open(signal), signal)
  } else {
    let position = 0
    for await (const bytes of inParts(open(signal), Math.max(partSize, session.minPartSize))) {
      await sendPart(client, session, { bytes, position }, signal)
      position += bytes.byteLength
    }
  }
  await endUpload(client, session, digest, signal)
  return size
}

/** Whether the repository has a blob. */
export async function hasBlob(
  client: RegistryClient,
  digest: string,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  // A registry that sends to its storage has the blob, and the storage may take no HEAD.
  const asked = { redirect: 'manual', signal } as const
  const response = await client.send('HEAD', `blobs/${digest}`, asked)
  await response.body?.cancel()
  if (isStatus(response, 200, 301, 302, 303, 307, 308)) return true
  if (response.status === 404) return false
  throw await refusalOf(client, response)
}

function givenUp(host: string, { digest }: ImageBlob, times: number, lost: UploadLost): ByoError {
  const what = `The registry ${host}`
  if (!lost.isCorrupted) {
    return failedPush(
      `${what} lost the upload of ${digest} ${times} times, at last with: ${lost.message}. Publish again when the network or the registry is better.`,
    )
  }
  return new ByoError(
    'upload-corrupted',
    `${what} refused the layer ${digest} ${times} times: ${lost.message}. Publish again; if that doesn't help, look what stands between here and the registry.`,
    { cause: lost },
  )
}
