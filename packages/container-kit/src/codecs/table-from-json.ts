import { HttpError } from '../errors.ts'
import type { Column, Table } from '../table/table.ts'
import { isPlainObject } from './shapes.ts'

/**
 * Returns the table that a JSON value stands for:
 *
 * - a list of row objects, `[{ "a": 1, "s": "x" }, …]`
 * - an object of columns, `{ "a": [1, …], "s": ["x", …] }`
 * - one row, `{ "a": 1, "s": "x" }`
 * - `{ "instances": … }` with one of these inside, as TensorFlow Serving has it
 *
 * Columns of numbers become numeric, of anything else text. A value that is null or left out is missing: NaN among
 * numbers, an empty text among texts; a column of nothing else is numeric. Booleans are the texts `true` and `false`.
 *
 * @throws HttpError 400 that names what does not fit.
 */
export function tableFromJson(value: unknown): Table {
  const wrapped = isPlainObject(value) && Object.hasOwn(value, 'instances')
  return tableOf(wrapped ? value.instances : value)
}

function tableOf(value: unknown): Table {
  if (Array.isArray(value)) return tableOfRows(value)
  if (!isPlainObject(value)) throw unfit('it holds neither rows nor columns')
  const lists = Object.values(value).filter((item) => Array.isArray(item)).length
  return lists === 0 ? tableOfRows([value]) : tableOfColumns(value)
}

function tableOfRows(rows: readonly unknown[]): Table {
  if (rows.length === 0) throw unfit('it has no rows')
  const cells = new Map<string, unknown[]>()
  rows.forEach((row, i) => {
    if (!isPlainObject(row)) throw unfit(`row ${i + 1} is no object of values by column name`)
    for (const [name, value] of Object.entries(row)) {
      const column = cells.get(name) ?? new Array(rows.length).fill(null)
      column[i] = value
      cells.set(name, column)
    }
  })
  if (cells.size === 0) throw unfit('its rows have no values')
  return Object.fromEntries([...cells].map(([name, values]) => [name, columnOf(name, values)]))
}

function tableOfColumns(columns: Readonly<Record<string, unknown>>): Table {
  let length: number | undefined
  const entries = Object.entries(columns).map(([name, values]) => {
    if (!Array.isArray(values)) throw unfit(`column ${JSON.stringify(name)} is no list`)
    length ??= values.length
    if (values.length !== length)
      throw unfit(`column ${JSON.stringify(name)} has ${values.length} rows, others ${length}`)
    return [name, columnOf(name, values)] as const
  })
  if (length === 0) throw unfit('it has no rows')
  return Object.fromEntries(entries)
}

function columnOf(name: string, values: readonly unknown[]): Column {
  const present = values.find((value) => value !== null)
  if (present !== undefined && typeof present !== 'number') {
    return values.map((value) => {
      if (value === null) return ''
      if (typeof value === 'string' || typeof value === 'boolean') return String(value)
      throw unfitValue(name, value, 'text')
    })
  }
  const column = new Float64Array(values.length)
  for (let i = 0; i < values.length; i++) {
    const value = values[i]
    if (value !== null && typeof value !== 'number') throw unfitValue(name, value, 'a number')
    column[i] = value ?? Number.NaN
  }
  return column
}

function unfitValue(name: string, value: unknown, expected: string): HttpError {
  return unfit(
    `column ${JSON.stringify(name)} holds ${JSON.stringify(value).slice(0, 100)} where ${expected} is expected`,
  )
}

function unfit(reason: string): HttpError {
  return new HttpError(
    400,
    `The request body is no table: ${reason}. Send a list of row objects or an object of columns.`,
  )
}
