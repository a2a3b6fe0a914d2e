import type { ServedVariant } from './endpoint.ts'

/**
 * The variant that the next invocation goes to, so that each gets its share by weight at any time: every
 * variant earns its weight, and the richest pays all of it back. Weights 3 and 1 give A A B A, A A B A, …
 */
export function chooseVariant(served: readonly ServedVariant[]): ServedVariant | undefined {
  let total = 0
  let richest: ServedVariant | undefined
  for (const one of served) {
    const { weight } = one.variant
    total += weight
    one.credit += weight
    if (weight > 0 && (richest === undefined || one.credit > richest.credit)) richest = one
  }
  if (richest !== undefined) richest.credit -= total
  return richest
}
