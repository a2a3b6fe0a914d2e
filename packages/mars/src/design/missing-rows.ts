import { MarsError } from '../errors.ts'
import { isMissing } from './cells.ts'
import type { ColumnTable } from './table.ts'

/** The rows in which no column of any of the tables lacks a value; null where these are all rows. */
export function completeRows(tables: readonly ColumnTable[]): Int32Array | null {
  const [{ rows }] = tables
  const complete = new Uint8Array(rows).fill(1)
  for (const { columns } of tables) {
    for (const cells of columns.values()) {
      for (let row = 0; row < rows; row += 1) if (isMissing(cells[row])) complete[row] = 0
    }
  }
  const kept = placesOf(complete)
  if (kept.length === rows) return null
  if (kept.length > 1) return kept
  throw new MarsError(
    'empty-table',
    `Without the rows in which a value is missing the table has ${kept.length} of its ${rows} rows: a fit takes at least 2.`,
  )
}

/** The places of the ones among zeros and ones. */
function placesOf(flags: Uint8Array): Int32Array {
  const places = new Int32Array(flags.length)
  let count = 0
  for (let row = 0; row < flags.length; row += 1) {
    places[count] = row
    count += flags[row]
  }
  return places.slice(0, count)
}

/** A table of some of the rows, which remembers where they come from. */
export function someRows(table: ColumnTable, kept: Int32Array): ColumnTable {
  const pick = (cells: ArrayLike<unknown>): ArrayLike<unknown> =>
    cells instanceof Float64Array
      ? someCells(cells, kept, new Float64Array(kept.length))
      : someCells(cells, kept, new Array<unknown>(kept.length))
  const columns = [...table.columns].map(([name, cells]) => [name, pick(cells)] as const)
  return { ...table, rows: kept.length, columns: new Map(columns), origin: kept }
}

/** Writes those of the cells that are kept. */
function someCells<T>(
  cells: ArrayLike<T>,
  kept: Int32Array,
  picked: { [index: number]: T; readonly length: number },
): ArrayLike<T> {
  for (let i = 0; i < kept.length; i += 1) picked[i] = cells[kept[i]]
  return picked
}
