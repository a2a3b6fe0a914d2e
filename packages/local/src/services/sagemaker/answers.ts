import type { Time } from '../../jobs/resource.ts'

/** A time as AWS's JSON protocol writes it: seconds since 1970, with fractions. */
export function epochSeconds(time: Time): number {
  return time / 1000
}

/** Whole seconds between two times, at least one. */
export function secondsBetween(start: Time, end: Time): number {
  return Math.max(1, Math.ceil(epochSeconds(end) - epochSeconds(start)))
}
