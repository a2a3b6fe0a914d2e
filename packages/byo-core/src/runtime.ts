import { randomBytes } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'

/** Clock, sleep and chance: the one source of each, so that tests wait for nothing. */
export interface Runtime {
  /** Milliseconds since 1970. */
  now(): number
  /** Resolves after so many milliseconds; rejects at once, and leaves no timer, when the signal aborts. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>
  randomBytes(count: number): Uint8Array
}

/** The machine's own clock and chance. */
export const systemRuntime: Runtime = {
  now: () => Date.now(),
  sleep: (milliseconds, signal) => delay(milliseconds, undefined, signal ? { signal } : {}),
  randomBytes: (count) => randomBytes(count),
}

/** Does the work again and again, never at once, and doesn't keep the process up; gives what ends it. */
export function every(milliseconds: number, work: () => void): () => void {
  const timer = setInterval(work, milliseconds)
  timer.unref()
  return () => clearInterval(timer)
}
