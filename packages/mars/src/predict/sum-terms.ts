// Sums of terms for rows by the thousand:
//
//   s_r = (((0 + β_r1 b_1) + β_r2 b_2) + …),    b_t = ((f_1 f_2) f_3) …
//
// in just this order, row by row, so that a row's sum is the same whatever rows stand beside it. Terms of
// one hinge or two, which most are, go by twos straight into the sums of a single response: to reckon a
// hinge anew takes less than to fetch it from memory, so hinges are not kept for the terms that share
// them. Measured with 20 terms of degree 2, where all goes factor by factor with questions at 1: with
// each different hinge kept 0.27, as it is here 0.17.
import { addHinges, addProducts, addTerm, type TermStep } from './term-kernels.ts'
import type { PlannedTerm } from './term-plan.ts'

/** Rows worked on at a time: some ten columns of them fit the first-level cache. */
const blockRows = 512

/**
 * For each response the sums of its coefficients times the terms: rows × responses, column-major. A sum
 * that is not finite is in question.
 */
export function sumTerms(
  terms: readonly PlannedTerm[],
  coefficients: readonly (readonly number[])[],
  { rows, columns }: { readonly rows: number; readonly columns: readonly Float64Array[] },
): Float64Array {
  const sums = new Float64Array(rows * coefficients.length)
  const values = new Float64Array(Math.min(rows, blockRows))
  const steps = stepsOf(terms, coefficients)
  for (let from = 0; from < rows; from += blockRows) {
    const block = { columns, rows, from, to: Math.min(from + blockRows, rows), values }
    // A call that the compiler cannot see through keeps each loop a function of its own: drawn
    // together into one, they take twice as long.
    for (const step of steps) step.add(sums, block, step)
  }
  return sums
}

/** The terms in order, by twos where there is a loop for two. */
function stepsOf(
  terms: readonly PlannedTerm[],
  coefficients: readonly (readonly number[])[],
): readonly TermStep[] {
  const steps: TermStep[] = []
  for (let at = 0; at < terms.length; ) {
    const pair = coefficients.length === 1 ? terms.slice(at, at + 2) : []
    const add = loopForTwo(pair)
    const betas = add ? coefficients[0].slice(at, at + 2) : coefficients.map((each) => each[at])
    steps.push({ add: add ?? addTerm, factors: add ? pair.flat() : terms[at], betas })
    at += add ? 2 : 1
  }
  return steps
}

/** The loop for two terms of as many hinges each, one or two; undefined where they are others. */
function loopForTwo(pair: readonly PlannedTerm[]): TermStep['add'] | undefined {
  const [first, second] = pair
  if (second?.length !== first?.length || pair.flat().some(({ dir }) => dir === 2)) return undefined
  return [undefined, addHinges, addProducts][first?.length ?? 0]
}
