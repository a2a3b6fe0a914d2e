import type { Runtime } from '../runtime.ts'
import { aborted } from '../waiting/aborted.ts'
import { throttledDelay } from '../waiting/next-delay.ts'
import { isTransient } from './error-kinds.ts'

/** Attempts in all; the pauses between them grow from one second to about ten. */
const attempts = 5

/**
 * Repeats what failed for a reason that passes: throttling, a fault of the server, a broken connection.
 * The SDK gives up after three attempts within a second, too soon for a transfer of many parts.
 */
export async function persistently<T>(
  runtime: Runtime,
  signal: AbortSignal | undefined,
  work: () => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work()
    } catch (error) {
      if (attempt === attempts || !isTransient(error)) throw error
      await pauseAfter(attempt, runtime, signal)
    }
  }
}

/** Sleeps before another attempt, longer after each, spread by chance. */
export async function pauseAfter(
  attempt: number,
  runtime: Runtime,
  signal: AbortSignal | undefined,
): Promise<void> {
  const [byte = 0] = runtime.randomBytes(1)
  await runtime.sleep(throttledDelay(0, attempt, byte / 256) * 1000, signal).catch(() => {
    throw aborted(signal, 'another attempt')
  })
}
