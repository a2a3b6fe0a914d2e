import type { Clock } from '../state/clock.ts'

/** What a timer of Node can count: a longer one would go off at once. */
const longestTimer = 2 ** 31 - 1

/** Sleeps for as long as asked, also longer than the 24 days that one timer can. */
export async function sleepLong(
  clock: Clock,
  milliseconds: number,
  signal: AbortSignal,
): Promise<void> {
  for (let rest = milliseconds; rest > 0; rest -= longestTimer) {
    await clock.sleep(Math.min(rest, longestTimer), signal)
  }
}
