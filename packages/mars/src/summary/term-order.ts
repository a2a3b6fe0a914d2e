// The order in which R's earth lists terms: fewer factors first; more linear factors first; then by
// predictor; then by knot; h(c-x) before h(x-c).
import type { Term } from '../basis/term.ts'

/** Compares two terms for that order. */
export function compareTerms(a: Term, b: Term): number {
  const [left, right] = [factorsOf(a), factorsOf(b)]
  return (
    left.length - right.length ||
    linearFactors(right) - linearFactors(left) ||
    firstDifference(left, right, (factor) => factor.column) ||
    firstDifference(left, right, (factor) => factor.cut) ||
    firstDifference(left, right, (factor) => factor.dir)
  )
}

/** A factor of a term. */
interface Factor {
  readonly column: number
  readonly dir: number
  readonly cut: number
}

/** The factors of a term in design order. */
function factorsOf(term: Term): readonly Factor[] {
  return term.dirs.flatMap((dir, column) =>
    dir === 0 ? [] : [{ column, dir, cut: term.cuts[column] }],
  )
}

/** How many factors have no knot. */
function linearFactors(factors: readonly Factor[]): number {
  return factors.filter(({ dir }) => dir === 2).length
}

/** The first difference in a property, factor by factor. */
function firstDifference(
  left: readonly Factor[],
  right: readonly Factor[],
  property: (factor: Factor) => number,
): number {
  for (const [index, factor] of left.entries()) {
    const difference = property(factor) - property(right[index])
    if (difference !== 0) return difference
  }
  return 0
}
