/** A time as AWS's JSON protocol writes it: seconds since 1970, with fractions. */
export function epochSeconds(time: Date): number {
  return time.getTime() / 1000
}

/** Whole seconds between two times, at least one. */
export function secondsBetween(start: Date, end: Date): number {
  return Math.max(1, Math.ceil(epochSeconds(end) - epochSeconds(start)))
}
