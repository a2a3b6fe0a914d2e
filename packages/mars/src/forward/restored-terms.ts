// Terms found on working columns in terms of the columns as they were given (design/working-columns.ts):
// a knot at a working value becomes the value that was moved there. A plain predictor in a product,
//
//   (x_v − a_v) · b      is  max(0, x_v − a_v) · b  on the training rows,
//
// is written as that hinge, for x_v · b alone would depend on where the predictor's 0 lies; alone it
// stays x_v, as the intercept makes up for a_v. Columns of 0 and 1 have their zero and stay.
import type { Term } from '../basis/term.ts'
import type { WorkingColumns, WorkingUnits } from '../design/working-columns.ts'

/** The terms on the columns as given; `indicators` tells which of these are 0 or 1. */
export function restoredTerms(
  terms: readonly Term[],
  given: readonly Float64Array[],
  working: WorkingUnits & Pick<WorkingColumns, 'design'>,
  indicators: readonly boolean[],
): readonly Term[] {
  return terms.map((term) => {
    const factors = term.dirs.filter((dir) => dir !== 0).length
    const anchored = (v: number): boolean => factors > 1 && working.movesOrigins && !indicators[v]
    return {
      dirs: term.dirs.map((dir, v) => (dir === 2 && anchored(v) ? 1 : dir)),
      cuts: term.cuts.map((cut, v) => givenCut(cut, v, term.dirs[v])),
    }
  })

  /** The value that stood where the working column has the knot; the least for a plain predictor. */
  function givenCut(cut: number, v: number, dir: number): number {
    const column = working.design[v]
    if (dir === 2 && working.movesOrigins) return working.leasts[v]
    if (dir === 0 || column === given[v]) return cut
    const row = column.indexOf(cut)
    return row === -1 ? cut + working.leasts[v] : given[v][row]
  }
}

/**
 * The coefficients of terms on the columns as given, by those on the working columns; the intercept
 * stands first and makes up for what was taken out of the response and of predictors that are terms by
 * themselves.
 */
export function restoredCoefficients(
  coefficients: readonly number[],
  terms: readonly Term[],
  response: number,
  { leasts, centres, scales }: WorkingUnits,
): readonly number[] {
  const scale = scales[response]
  const restored = coefficients.map((value) => value / scale)
  const moved = restored.reduce((sum, value, at) => {
    const v = terms[at].dirs.indexOf(2)
    return v === -1 ? sum : sum + value * leasts[v]
  }, 0)
  return restored.with(0, restored[0] + centres[response] - moved)
}
