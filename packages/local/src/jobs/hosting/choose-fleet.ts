import type { Fleet } from './fleet.ts'

/**
 * The fleet that the next invocation goes to, so that each gets its share by weight at any time: every
 * fleet earns its weight, and the richest pays all of it back. Weights 3 and 1 give A A B A, A A B A, …
 */
export function chooseFleet(fleets: readonly Fleet[]): Fleet | undefined {
  let total = 0
  let richest: Fleet | undefined
  for (const one of fleets) {
    const { weight } = one
    total += weight
    one.credit += weight
    if (weight > 0 && (richest === undefined || one.credit > richest.credit)) richest = one
  }
  if (richest !== undefined) richest.credit -= total
  return richest
}
