import type { Variant } from './endpoint.ts'

/**
 * The variant that the next invocation goes to, so that each gets its share by weight at any time: every
 * variant earns its weight, and the richest pays all of it back. Weights 3 and 1 give A A B A, A A B A, …
 */
export function chooseVariant(variants: readonly Variant[]): Variant | undefined {
  let total = 0
  let richest: Variant | undefined
  for (const variant of variants) {
    total += variant.weight
    variant.credit += variant.weight
    if (variant.weight > 0 && (richest === undefined || variant.credit > richest.credit)) {
      richest = variant
    }
  }
  if (richest !== undefined) richest.credit -= total
  return richest
}
