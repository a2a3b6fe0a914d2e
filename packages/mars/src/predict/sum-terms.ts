// Sums of terms for rows by the thousand:
//
//   s_r = (((0 + β_r1 b_1) + β_r2 b_2) + …),    b_t = ((f_1 f_2) f_3) …
//
// in just this order, row by row, so that a row's sum is the same whatever rows stand beside it. Terms of
// one hinge or two, which most are, go by twos straight into the sums of a single response: to reckon a
// hinge anew takes less than to fetch it from memory, so hinges are not kept for the terms that share
// them. Measured with 20 terms of degree 2, where all goes factor by factor with questions at 1: with
// each different hinge kept 0.27, as it is here 0.17.
import { remembered } from '../remembered.ts'
import { addHinges, addProducts, addTerm, type TermStep } from './term-kernels.ts'
import type { PlannedTerm } from './term-plan.ts'

/** Rows worked on at a time: some ten columns of them fit the first-level cache. */
const blockRows = 512

/** Terms and their coefficients, responses × terms. */
interface TermSums {
  readonly terms: readonly PlannedTerm[]
  readonly coefficients: readonly (readonly number[])[]
}

/**
 * For each response the sums of its coefficients times the terms: rows × responses, column-major. A sum
 * that is not finite is in question.
 */
export function sumTerms(
  plan: TermSums,
  { rows, columns }: { readonly rows: number; readonly columns: readonly Float64Array[] },
): Float64Array {
  const sums = new Float64Array(rows * plan.coefficients.length)
  const values = new Float64Array(Math.min(rows, blockRows))
  const steps = stepsOf(plan)
  for (let from = 0; from < rows; from += blockRows) {
    const block = { columns, rows, from, to: Math.min(from + blockRows, rows), values }
    // A call that the compiler cannot see through keeps each loop a function of its own: drawn
    // together into one, they take twice as long.
    for (const step of steps) step.add(sums, block, step)
  }
  return sums
}

/** The loops for two terms of one hinge, and of two. */
const loopsForTwo = [undefined, addHinges, addProducts]

/** The terms in order, by twos where there is a loop for two. */
const stepsOf = remembered(({ terms, coefficients }: TermSums): readonly TermStep[] => {
  const steps: TermStep[] = []
  const [betas] = coefficients
  for (let at = 0; at < terms.length; at += 1) {
    const [term, next] = [terms[at], terms[at + 1]]
    const hinges = coefficients.length === 1 ? hingesOf(term) : 0
    const add = loopsForTwo[hinges]
    if (add !== undefined && next !== undefined && hingesOf(next) === hinges) {
      steps.push({ add, factors: [...term, ...next], betas: [betas[at], betas[at + 1]] })
      at += 1
    } else {
      steps.push({ add: addTerm, factors: term, betas: coefficients.map((each) => each[at]) })
    }
  }
  return steps
})

/** The number of a term's factors where all are hinges, else 0. */
function hingesOf(term: PlannedTerm): number {
  for (const { dir } of term) if (dir === 2) return 0
  return term.length
}
