import { ByoError } from '../errors.ts'
import type { Runtime } from '../runtime.ts'
import { aborted, throwIfAborted } from './aborted.ts'
import { type DelayBounds, nextDelay, throttledDelay } from './next-delay.ts'

/** How to wait; names and units (seconds) are those of the AWS SDK's waiters. */
export interface WaiterOptions extends Partial<DelayBounds> {
  /** What is waited for, for messages: "training job iris-1". */
  readonly subject: string
  readonly maxWaitTime?: number | undefined
  readonly abortSignal?: AbortSignal | undefined
  /** True for errors that pass by themselves, such as throttling. */
  readonly passes?: (error: unknown) => boolean
  readonly runtime: Runtime
}

/** What one look found; a failure is thrown. */
export type Look<T> =
  | { readonly state: 'SUCCESS'; readonly value: T }
  | { readonly state: 'RETRY'; readonly seen: string }

/**
 * Looks at once and then again and again until a look succeeds or throws. After an abort no timer
 * is left and no request is sent; at the time limit there is one last look.
 */
export async function waitUntil<T>(
  options: WaiterOptions,
  look: (signal: AbortSignal | undefined) => Promise<Look<T>>,
): Promise<T> {
  const { abortSignal, runtime, maxWaitTime = Number.POSITIVE_INFINITY } = options
  const bounds = { minDelay: options.minDelay ?? 0.1, maxDelay: options.maxDelay ?? 60 }
  const start = runtime.now()
  let throttled = 0
  let seen = 'nothing yet'

  for (;;) {
    throwIfAborted(abortSignal, options.subject)
    let delay = 0
    const elapsed = () => (runtime.now() - start) / 1000
    try {
      const found = await look(abortSignal)
      if (found.state === 'SUCCESS') return found.value
      seen = found.seen
      throttled = 0
      delay = nextDelay(elapsed(), bounds)
    } catch (error) {
      if (abortSignal?.aborted) throw aborted(abortSignal, options.subject)
      if (!options.passes?.(error)) throw error
      throttled += 1
      const chance = (runtime.randomBytes(1)[0] ?? 0) / 256
      delay = throttledDelay(nextDelay(elapsed(), bounds), throttled, chance)
    }
    const left = maxWaitTime - elapsed()
    if (left <= 0) throw timedOut(options.subject, maxWaitTime, seen)
    await runtime.sleep(Math.min(delay, left) * 1000, abortSignal).catch((error: unknown) => {
      throw abortSignal?.aborted ? aborted(abortSignal, options.subject) : error
    })
  }
}

function timedOut(subject: string, seconds: number, seen: string): ByoError {
  return new ByoError(
    'timeout',
    `Gave up waiting for ${subject} after ${seconds} s; last seen: ${seen}. It goes on: wait again, or give a longer timeout.`,
  )
}
