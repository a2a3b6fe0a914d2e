// The orders in which R's earth lists terms.
//
//   anova  fewer factors first; more linear factors first; then by the predictors of the first three
//          factors; then by the first factor's knot; h(c-x) before h(x-c) in the first factor; then
//          as they were created. Source: behaviour of earth, measured on 450 models.
//   none   as they were created
import type { Term } from '../basis/term.ts'
import type { NamedColumn } from '../basis/term-name.ts'
import { columnsOf } from './model-terms.ts'

/**
 * The order of terms: `anova` lists main effects before interactions, `none` keeps the order of
 * creation.
 *
 * @public
 */
export type Decomposition = 'anova' | 'none'

/** Every order there is; the first is the default. */
export const decompositions: readonly [Decomposition, ...Decomposition[]] = ['anova', 'none']

/** The positions of the terms in that order. */
export function termOrder(
  terms: readonly Term[],
  columns: readonly NamedColumn[],
  decomp: Decomposition,
): readonly number[] {
  const order = [...terms.keys()]
  if (decomp === 'none') return order
  const factors = terms.map((term) => factorsOf(term, columns))
  return order.sort((a, b) => compareTerms(factors[a], factors[b]))
}

/** Compares two terms for the order 'anova'. */
function compareTerms(left: readonly Factor[], right: readonly Factor[]): number {
  return (
    left.length - right.length ||
    linearFactors(right) - linearFactors(left) ||
    difference(left, right, 3, (factor) => factor.column) ||
    difference(left, right, 1, (factor) => factor.cut) ||
    difference(left, right, 1, (factor) => factor.dir)
  )
}

/** A factor of a term. */
interface Factor {
  readonly column: number
  readonly dir: number
  readonly cut: number
}

/** The factors of a term in design order. */
function factorsOf(term: Term, columns: readonly NamedColumn[]): readonly Factor[] {
  return columnsOf(term, columns).map((column) => ({
    column,
    dir: term.dirs[column],
    cut: term.cuts[column],
  }))
}

/** How many factors have no knot. */
function linearFactors(factors: readonly Factor[]): number {
  return factors.filter(({ dir }) => dir === 2).length
}

/** The first difference in a property among so many leading factors. */
function difference(
  left: readonly Factor[],
  right: readonly Factor[],
  leading: number,
  property: (factor: Factor) => number,
): number {
  for (const [index, factor] of left.slice(0, leading).entries()) {
    const gap = property(factor) - property(right[index])
    if (gap !== 0) return gap
  }
  return 0
}
