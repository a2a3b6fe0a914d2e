import { multiplyByFactor, type Term } from './term.ts'

/** The terms' values, one column of `rows` a term. */
export function evaluateTerms(
  terms: readonly Term[],
  design: readonly Float64Array[],
  rows: number,
): readonly Float64Array[] {
  return terms.map((term) => {
    const values = new Float64Array(rows).fill(1)
    for (const [column, dir] of term.dirs.entries()) {
      if (dir !== 0) multiplyByFactor(values, design[column], dir, term.cuts[column])
    }
    return values
  })
}
