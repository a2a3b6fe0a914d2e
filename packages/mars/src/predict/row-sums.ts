// The sums of terms for a single row, hinge by hinge, from tables of plain numbers that nothing is
// allocated to read. Sums are added up in the order of sum-terms.ts, and are the same to the last bit.
import type { PlannedTerm } from './term-plan.ts'

/** The terms, their factors one after the other. */
export interface TermTables {
  /** For each term where its factors begin, and at the end where the last one's end. */
  readonly starts: Int32Array
  /** For each factor its design column, its dir and its knot. */
  readonly columns: Int32Array
  readonly dirs: Int8Array
  readonly knots: Float64Array
  /** Responses × terms. */
  readonly coefficients: readonly Float64Array[]
}

/** Writes terms down in tables. */
export function termTables(
  terms: readonly PlannedTerm[],
  coefficients: readonly (readonly number[])[],
): TermTables {
  const factors = terms.flat()
  const starts = new Int32Array(terms.length + 1)
  for (const [at, term] of terms.entries()) starts[at + 1] = starts[at] + term.length
  return {
    starts,
    columns: Int32Array.from(factors, ({ column }) => column),
    dirs: Int8Array.from(factors, ({ dir }) => dir),
    knots: Float64Array.from(factors, ({ knot }) => knot),
    coefficients: coefficients.map((betas) => Float64Array.from(betas)),
  }
}

/** The sum of one response at the values of the design columns. */
export function rowSum(tables: TermTables, response: number, x: ArrayLike<number>): number {
  const { starts, columns, dirs, knots } = tables
  const betas = tables.coefficients[response]
  let sum = 0
  let factor = 0
  for (let t = 0; t < betas.length; t += 1) {
    let value = 1
    for (; factor < starts[t + 1]; factor += 1) {
      const d = x[columns[factor]] - knots[factor]
      const dir = dirs[factor]
      if (dir === 1) value *= Math.max(d, 0)
      else if (dir === -1) value *= Math.max(-d, 0)
      else value *= d
    }
    sum += betas[t] * value
  }
  return sum
}
