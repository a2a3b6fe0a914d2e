import type { Term } from '../../src/basis/term.ts'

/** The terms' values, each factor by its definition. */
export function evaluateTerms(
  terms: readonly Term[],
  design: readonly Float64Array[],
): readonly Float64Array[] {
  return terms.map((term) =>
    design[0].map((_, i) =>
      term.dirs.reduce((value, dir, v) => {
        const x = design[v][i]
        const cut = term.cuts[v]
        const factors = new Map([
          [0, 1],
          [2, x],
          [1, Math.max(0, x - cut)],
          [-1, Math.max(0, cut - x)],
        ])
        return value * (factors.get(dir) ?? Number.NaN)
      }, 1),
    ),
  )
}
