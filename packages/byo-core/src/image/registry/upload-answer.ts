import type { RegistryClient } from './registry-client.ts'
import { isStatus, refusalOf } from './registry-refusal.ts'

/** The registry lost what it had of an upload, or has other bytes than were sent: it has to begin anew. */
export class UploadLost extends Error {
  /** Whether bytes had changed on the way. */
  readonly isCorrupted: boolean

  constructor(words: string, isCorrupted = false) {
    super(words)
    this.isCorrupted = isCorrupted
  }
}

/** The error of an upload that is of no use any more, or of one that is refused. */
export async function lostOr(client: RegistryClient, response: Response): Promise<Error> {
  if (!isStatus(response, 400, 404, 409, 416)) return refusalOf(client, response)
  const words = await response.text().catch(() => '')
  return new UploadLost(words.trim().slice(0, 300), words.includes('DIGEST_INVALID'))
}

/** How many bytes `Range: 0-<last>` stands for; undefined without one, and 0 for `0-0`. */
export function receivedBy(response: Response): number | undefined {
  const [, last] = /^(?:bytes=)?0-(\d+)$/.exec(response.headers.get('range') ?? '') ?? []
  if (last === undefined) return undefined
  return last === '0' ? 0 : Number(last) + 1
}

/** Where the upload goes on. */
export function nextLocation(response: Response): URL {
  const asked = new URL(response.url)
  const location = new URL(response.headers.get('location') ?? asked, asked)
  // Behind a proxy that does the encryption a registry may think that there is none.
  if (location.host === asked.host) location.protocol = asked.protocol
  return location
}

/** What the fetch API threw, which an error of this package has as its cause. */
export function causeOf(error: unknown): unknown {
  return (error as { readonly cause?: unknown }).cause ?? {}
}
