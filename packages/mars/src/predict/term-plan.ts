import type { MarsModelValue } from '../model.ts'

/** As much of a model as its terms take. */
export type ModelTerms = Pick<MarsModelValue, 'selected' | 'dirs' | 'cuts'>

/** A factor of a term; see basis/term.ts. */
export interface PlannedFactor {
  /** The index of the design column. */
  readonly column: number
  /** 1, −1 or 2. */
  readonly dir: number
  /** 0 for a factor x. */
  readonly knot: number
}

/** The factors of a term in the order of the design columns. */
export type PlannedTerm = readonly PlannedFactor[]

/** The selected terms of a model, made ready for many rows. */
export function planTerms({ selected, dirs, cuts }: ModelTerms): readonly PlannedTerm[] {
  return selected.map((index) => {
    const factors: PlannedFactor[] = []
    const [ownDirs, ownCuts] = [dirs[index], cuts[index]]
    for (let column = 0; column < ownDirs.length; column += 1) {
      const dir = ownDirs[column]
      if (dir !== 0) factors.push({ column, dir, knot: dir === 2 ? 0 : ownCuts[column] })
    }
    return factors
  })
}

/** The design columns that some term has a factor on, ascending. */
export function usedColumns(terms: readonly PlannedTerm[]): readonly number[] {
  return [...new Set(terms.flat().map(({ column }) => column))].sort((a, b) => a - b)
}
