// A factor's levels: those given, or those of the column, texts sorted by code units and numbers by
// size; a base level goes to the front.
import { describe, listed, MarsError } from '../errors.ts'
import type { ResolvedFactor } from '../options/factor-options.ts'
import { type ColumnKind, levelNames, placeOf, rowNumber } from './cells.ts'
import type { Column } from './table.ts'

/** The levels of a column in training. */
export function levelsOf(
  column: Column,
  kind: ColumnKind,
  factor: ResolvedFactor | undefined,
): readonly string[] {
  const given = factor?.levels
  if (given) refuseOthers(column, kind, given)
  const levels = given ?? foundLevels(column, kind)
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
  const places = new Map(levels.map((level, code) => [level, code]))
  const nameAt = levelNames(column, kind)
  const codes = new Int32Array(column.cells.length)
  for (let row = 0; row < codes.length; row += 1) {
    const name = nameAt(row)
    const code = name === null ? -1 : places.get(name)
    if (code === undefined && unseenLevels === 'error') {
      throw new MarsError(
        'unseen-level',
        `Column ${describe(column.name)} holds ${describe(name)} in row ${rowNumber(column.origin, row)}, which training never saw; it saw ${listed(levels)}. With unseenLevels 'baseline' it counts as ${describe(levels[0])}.`,
      )
    }
    codes[row] = code ?? 0
  }
  return codes
}

/** The different levels of a column in their natural order. */
function foundLevels(column: Column, kind: ColumnKind): readonly string[] {
  const nameAt = levelNames(column, kind)
  const found = new Set<string>()
  for (let row = 0; row < column.cells.length; row += 1) {
    const name = nameAt(row)
    if (name !== null) found.add(name)
  }
  return kind === 'number' ? [...found].sort((a, b) => Number(a) - Number(b)) : [...found].sort()
}

/** Refuses a cell that is none of the levels that were given. */
function refuseOthers(column: Column, kind: ColumnKind, levels: readonly string[]): void {
  const known = new Set<string | null>([...levels, null])
  const nameAt = levelNames(column, kind)
  for (let row = 0; row < column.cells.length; row += 1) {
    const name = nameAt(row)
    if (known.has(name)) continue
    throw new MarsError(
      'unseen-level',
      `The value in ${placeOf(column, row)} is ${describe(name)}, which is none of the levels that option factors gives: ${listed(levels)}.`,
    )
  }
}
