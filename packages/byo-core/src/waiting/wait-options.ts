import type { WaiterOptions } from './wait-until.ts'

/**
 * How to wait for something in SageMaker.
 *
 * @public
 */
export interface WaitOptions<Progress> {
  /** Ends the wait at once: no timer stays, no request follows. What is waited for goes on. */
  readonly signal?: AbortSignal | undefined
  /** Seconds after which to give up with a `timeout` error. @defaultValue none */
  readonly timeout?: number | undefined
  /** Seconds between looks, at least. @defaultValue 0.1 */
  readonly minDelay?: number | undefined
  /**
   * Seconds between looks, at most. Looks are a tenth of the time waited apart, at most 10 s; after a
   * quarter of an hour a hundredth of it.
   *
   * @defaultValue 60
   */
  readonly maxDelay?: number | undefined
  /** Called at the first look and whenever the status has changed. */
  readonly onProgress?: ((progress: Progress) => void) | undefined
}

/** The same in the words of the SDK's waiters. */
export function waiterOptions(
  options: WaitOptions<never>,
): Pick<WaiterOptions, 'abortSignal' | 'maxWaitTime' | 'minDelay' | 'maxDelay'> {
  const { signal, timeout, minDelay, maxDelay } = options
  return {
    abortSignal: signal,
    maxWaitTime: timeout,
    ...(minDelay !== undefined && { minDelay }),
    ...(maxDelay !== undefined && { maxDelay }),
  }
}
