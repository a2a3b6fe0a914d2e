import { pauseAfter } from '../../requests/persistently.ts'
import type { Runtime } from '../../runtime.ts'
import { brokenOff, type RegistryUse } from './registry-errors.ts'

/** Attempts in all for what passes by itself. */
export const attempts = 5

/** What a request to a registry is made with. */
export interface Sender {
  readonly runtime: Runtime
  readonly use: RegistryUse
  readonly signal: AbortSignal | undefined
  /** Attempts in all for what passes by itself. @defaultValue 5 */
  readonly attempts?: number
}

/** The answer of a registry; busy or broken connections and 429 and 5xx are tried again. */
export async function fetchPatiently(
  url: string,
  init: RequestInit,
  { runtime, signal, use, attempts: limit = attempts }: Sender,
): Promise<Response> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const response = await fetch(url, { ...init, ...(signal && { signal }) })
      if (!isPassing(response.status) || attempt === limit) return response
      await response.body?.cancel()
    } catch (cause) {
      if (attempt === limit || !passesByItself(cause)) throw brokenOff(url, cause, use, signal)
    }
    await pauseAfter(attempt, runtime, signal)
  }
}

/** Whether a status says that another attempt may succeed. */
export function isPassing(status: number): boolean {
  return status === 429 || status >= 500
}

/** A name that isn't known, or a port that nobody listens on, is not there in a minute either. */
export function passesByItself(error: unknown): boolean {
  const { cause } = error as { cause?: { code?: string } }
  return /^(ECONNRESET|EPIPE|ETIMEDOUT|EAI_AGAIN|UND_ERR_\w+)$/.test(cause?.code ?? '')
}
