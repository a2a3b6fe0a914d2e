import { ContainerError } from '../errors.ts'
import type { Column } from '../table/table.ts'

/**
 * Returns cells of one declared type as a column. Of numbers: whole numbers of 64 bits too, missing ones are NaN. Of text:
 * booleans as `true` and `false`, times as ISO 8601 says, missing ones as the empty text.
 *
 * @throws ContainerError with code `table` for a whole number beyond 2^53.
 */
export function typedColumn(
  name: string,
  kind: 'number' | 'text',
  cells: ArrayLike<unknown>,
): Column {
  return kind === 'text'
    ? Array.from(cells, textOf)
    : Float64Array.from(cells, (cell) => numberOf(name, cell))
}

function numberOf(name: string, cell: unknown): number {
  if (cell === null || cell === undefined) return Number.NaN
  const value = Number(cell)
  if (typeof cell !== 'bigint' || Number.isSafeInteger(value)) return value
  throw new ContainerError(
    'table',
    `Column ${JSON.stringify(name)} holds ${cell}, which a float64 cannot hold: send it as text, or as floats if digits may be lost.`,
  )
}

function textOf(cell: unknown): string {
  if (cell === null || cell === undefined) return ''
  return cell instanceof Date ? cell.toISOString() : String(cell)
}
