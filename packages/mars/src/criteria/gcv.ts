// Generalised cross-validation, Friedman (1991), equations 30 and 32:
//
//   GCV = RSS / (n (1 − C/n)²),   C = T + d (T − 1)/2
//
// T terms with the intercept, n rows, d the charge per knot (`penalty`). Two hinges share a knot,
// hence the half. d = −1 makes C = 0, so that GCV = RSS/n. RSS is summed over responses; n is not
// multiplied.

/** What a number of terms costs. */
export interface GcvCost {
  readonly rows: number
  readonly penalty: number
  /**
   * What to say when the terms use up all rows (C ≥ n): that no model is worse, or the formula's
   * value; by the formula a penalty of −1 has no meaning of its own either.
   */
  readonly whenUsedUp: 'infinite' | 'formula'
}

/** The GCV of a model with this residual sum of squares and number of terms. */
export function gcv(rss: number, terms: number, cost: GcvCost): number {
  const { rows, penalty } = cost
  const free = penalty === -1 && cost.whenUsedUp === 'infinite'
  const charge = free ? 0 : terms + (penalty * (terms - 1)) / 2
  const usedUp = charge > rows && cost.whenUsedUp === 'infinite'
  if (usedUp || charge === rows) return Number.POSITIVE_INFINITY
  return rss / (rows * (1 - charge / rows) ** 2)
}

/**
 * 1 − value/null: RSq from sums of squares, GRSq from GCVs; 0 where there was nothing to explain.
 */
export function explained(value: number, nullValue: number): number {
  return nullValue === 0 ? 0 : 1 - value / nullValue
}
