/** Between which a wait looks again, in seconds, as the SDK's own waiters name them. */
export interface DelayBounds {
  readonly minDelay: number
  readonly maxDelay: number
}

/**
 * Seconds until the next look, by the seconds waited so far: a tenth of them at first, so that short
 * work ends promptly; at most ten, until these are one hundredth of the wait; then one hundredth, so
 * that long jobs cost fewer calls than one every ten seconds and still end within 1 % of their time.
 */
export function nextDelay(elapsed: number, { minDelay, maxDelay }: DelayBounds): number {
  const delay = Math.max(Math.min(elapsed / 10, 10), elapsed / 100)
  return Math.min(Math.max(delay, minDelay), maxDelay)
}

/**
 * Seconds until a look is repeated that was throttled so many times in a row: doubled each time,
 * spread by chance in [0, 1) so that many waits don't come back together.
 */
export function throttledDelay(delay: number, times: number, chance: number): number {
  return Math.max(delay, Math.min(2 ** times, 30) * (0.5 + chance / 2))
}
