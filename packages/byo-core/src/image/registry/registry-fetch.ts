import { ByoError } from '../../errors.ts'
import { pauseAfter } from '../../requests/persistently.ts'
import type { Runtime } from '../../runtime.ts'
import { aborted } from '../../waiting/aborted.ts'

/** Attempts in all for what passes by itself. */
export const attempts = 5

/** What a request to a registry is made with. */
export interface Sender {
  readonly runtime: Runtime
  readonly signal: AbortSignal | undefined
}

/** The answer of a registry; busy or broken connections and 429 and 5xx are tried again. */
export async function fetchPatiently(
  url: string,
  init: RequestInit,
  { runtime, signal }: Sender,
): Promise<Response> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const response = await fetch(url, { ...init, ...(signal && { signal }) })
      const passes = response.status === 429 || response.status >= 500
      if (!passes || attempt === attempts) return response
      await response.body?.cancel()
    } catch (cause) {
      if (attempt === attempts || !passesByItself(cause)) throw brokenOff(url, cause, signal)
    }
    await pauseAfter(attempt, runtime, signal)
  }
}

/** A name that isn't known, or a port that nobody listens on, is not there in a minute either. */
function passesByItself(error: unknown): boolean {
  const { cause } = error as { cause?: { code?: string } }
  return /^(ECONNRESET|EPIPE|ETIMEDOUT|EAI_AGAIN|UND_ERR_\w+)$/.test(cause?.code ?? '')
}

/** The error of a request to a registry that got no answer, or not all of it. */
export function brokenOff(url: string, cause: unknown, signal: AbortSignal | undefined): ByoError {
  if (signal?.aborted) return aborted(signal, 'reading the base image')
  return new ByoError(
    'base-image-unavailable',
    `The registry at ${new URL(url).host} can't be reached: ${reasonOf(cause)}. Is there a network, or a base image nearer by (baseImage, BYO_BASE_IMAGE)?`,
    { cause },
  )
}

/** The fetch API says "fetch failed" and keeps the reason as the cause. */
function reasonOf(error: unknown): string {
  const { cause, message } = error as {
    cause?: { message?: string; code?: string }
    message: string
  }
  return cause?.message || cause?.code || message
}
