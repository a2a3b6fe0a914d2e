// The only place of the checker that touches timers and the clock.
import { setTimeout as sleep } from 'node:timers/promises'

/** Milliseconds on a clock that only goes forward. */
export function now(): number {
  return performance.now()
}

/** Waits; rejects with the signal's reason as soon as it is aborted. */
export async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  await sleep(milliseconds, undefined, { signal }).catch(() => {})
  signal.throwIfAborted()
}

/** Resolves to the value, or to undefined if it takes longer than this; rejects as soon as the signal is aborted. */
export async function within<Value>(
  milliseconds: number,
  value: Promise<Value>,
  signal: AbortSignal,
): Promise<Value | undefined> {
  const over = new AbortController()
  try {
    const limit = pause(milliseconds, AbortSignal.any([signal, over.signal])).then(() => undefined)
    return await Promise.race([value, limit])
  } finally {
    over.abort()
  }
}

/** Asks again and again until there is an answer other than undefined; undefined if there is none in time. */
export async function poll<Value>(
  milliseconds: number,
  signal: AbortSignal,
  ask: () => Value | undefined | Promise<Value | undefined>,
): Promise<Value | undefined> {
  const end = now() + milliseconds
  for (;;) {
    const value = await ask()
    if (value !== undefined || now() > end) return value
    await pause(pollMilliseconds, signal)
  }
}

/** The time that has passed, in words. */
export function secondsSince(start: number): string {
  return `${((now() - start) / 1000).toFixed(1)} s`
}

const pollMilliseconds = 25
