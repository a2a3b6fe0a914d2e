// A factor's levels: those given, or those of the column, texts sorted by code units and numbers by
// size; a base level goes to the front.
import { describe, listed, MarsError } from '../errors.ts'
import type { ResolvedFactor } from '../options/factor-options.ts'
import { type ColumnKind, levelNamesOf, placeOf, rowNumber } from './cells.ts'
import type { Column } from './table.ts'

/** The levels of a column in training. */
export function levelsOf(
  column: Column,
  kind: ColumnKind,
  factor: ResolvedFactor | undefined,
): readonly string[] {
  const names = levelNamesOf(column, kind)
  const given = factor?.levels
  if (given) refuseOthers(column, names, given)
  const levels = given ?? foundLevels(names, kind)
  if (levels.length === 1) {
    throw new MarsError(
      'single-level',
      `Column ${describe(column.name)} holds ${describe(levels[0])} in every row, so that it tells nothing: leave it out.`,
    )
  }
  const base = factor?.base ?? levels[0]
  if (levels.includes(base)) return [base, ...levels.filter((level) => level !== base)]
  throw new MarsError(
    'invalid-option',
    `Option base in factors of column ${describe(column.name)} is ${describe(base)}, which the column does not hold; it holds ${listed(levels)}.`,
  )
}

/** For each row the place of its level, −1 where the cell is missing. */
export function codesOf(
  column: Column,
  kind: ColumnKind,
  levels: readonly string[],
  unseenLevels: 'error' | 'baseline',
): Int32Array {
  const codes = new Map(levels.map((level, code) => [level, code]))
  return Int32Array.from(levelNamesOf(column, kind), (name, row) => {
    if (name === null) return -1
    const code = codes.get(name)
    if (code !== undefined) return code
    if (unseenLevels === 'baseline') return 0
    throw new MarsError(
      'unseen-level',
      `Column ${describe(column.name)} holds ${describe(name)} in row ${rowNumber(column.origin, row)}, which training never saw; it saw ${listed(levels)}. With unseenLevels 'baseline' it counts as ${describe(levels[0])}.`,
    )
  })
}

/** The different names in their natural order. */
function foundLevels(names: readonly (string | null)[], kind: ColumnKind): readonly string[] {
  const found = [...new Set(names)].filter((name) => name !== null)
  return kind === 'number' ? found.sort((a, b) => Number(a) - Number(b)) : found.sort()
}

/** Refuses a cell that is none of the levels that were given. */
function refuseOthers(
  column: Column,
  names: readonly (string | null)[],
  levels: readonly string[],
): void {
  const known = new Set<string | null>([...levels, null])
  const row = names.findIndex((name) => !known.has(name))
  if (row === -1) return
  throw new MarsError(
    'unseen-level',
    `The value in ${placeOf(column, row)} is ${describe(names[row])}, which is none of the levels that option factors gives: ${listed(levels)}.`,
  )
}
