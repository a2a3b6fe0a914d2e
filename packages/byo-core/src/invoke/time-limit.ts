import { ByoError } from '../errors.ts'
import type { Runtime } from '../runtime.ts'
import { aborted } from '../waiting/aborted.ts'

/** What ends a request early: the caller's signal, or time. */
export interface TimeLimit {
  /** For the request; aborts with the caller's signal, in time, or by `breakOff`. */
  readonly signal: AbortSignal
  /** The error that an early end stands for; any other error as it is. */
  explain(error: unknown): unknown
  /** Takes timer and listener away; the request may go on. */
  release(): void
  /** Releases, and ends the request if it isn't over. */
  breakOff(): void
}

/** Watches the signal, and the seconds of `timeout`, until it is released. */
export function startTimeLimit(
  runtime: Runtime,
  {
    signal,
    timeout,
  }: { readonly signal?: AbortSignal | undefined; readonly timeout?: number | undefined },
  subject: string,
): TimeLimit {
  const request = new AbortController()
  const timer = new AbortController()
  let isTimedOut = false
  const onAbort = () => request.abort(signal?.reason)
  if (signal?.aborted) onAbort()
  signal?.addEventListener('abort', onAbort, { once: true })
  if (timeout !== undefined) {
    runtime.sleep(timeout * 1000, timer.signal).then(
      () => {
        isTimedOut = true
        request.abort()
      },
      () => undefined,
    )
  }
  const release = () => {
    timer.abort()
    signal?.removeEventListener('abort', onAbort)
  }
  return {
    signal: request.signal,
    explain(error) {
      if (signal?.aborted) return aborted(signal, subject)
      if (!isTimedOut) return error
      return new ByoError(
        'timeout',
        `Gave up ${subject} after ${timeout} s. Give it longer by timeout, or see in the endpoint's log what the container does.`,
        { cause: error },
      )
    },
    release,
    breakOff() {
      release()
      request.abort()
    },
  }
}
