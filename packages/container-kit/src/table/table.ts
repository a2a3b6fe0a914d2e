/**
 * One column: numbers (NaN where a value is missing) or text.
 *
 * @public
 */
export type Column = Float64Array | readonly string[]

/**
 * A table is an object of columns by name, all of one length, in the order of the file. Names that look like
 * whole numbers ("1", "2") come first, as in every JavaScript object.
 *
 * @public
 */
export type Table = Readonly<Record<string, Column>>

/**
 * Returns the number of rows of a table: the length of its columns, 0 if it has none.
 *
 * @example
 * ```ts
 * import { parseCsv, rowCount } from '@byo/container-kit/table'
 *
 * rowCount(parseCsv('a,b\n1,x\n2,y')) // 2
 * ```
 * @public
 */
export function rowCount(table: Table): number {
  for (const column of Object.values(table)) return column.length
  return 0
}
