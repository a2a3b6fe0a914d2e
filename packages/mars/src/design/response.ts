import { describe, MarsError } from '../errors.ts'
import { kindOf, numbersOf } from './cells.ts'
import { type ColumnTable, columnOf } from './table.ts'

/** The names of the responses, at least one and each once. */
export function responseNames(response: unknown): readonly string[] {
  const names: unknown[] = Array.isArray(response) ? response : [response]
  const valid = names.every((name) => typeof name === 'string')
  if (valid && names.length > 0 && new Set(names).size === names.length) return names as string[]
  throw new MarsError(
    'invalid-option',
    `The response is ${describe(response)}: give the name of a column, or several different names.`,
  )
}

/** The responses' columns; they have to hold numbers. */
export function responseColumns(
  table: ColumnTable,
  names: readonly string[],
): readonly Float64Array[] {
  return names.map((name) => {
    const column = columnOf(table, name, 'response')
    if (table.rows > 0 && kindOf(name, column) !== 'number') {
      throw new MarsError(
        'wrong-type',
        `The response ${describe(name)} holds ${describe(column[0])} in row 1: a response has to be a number.`,
      )
    }
    return numbersOf(name, column)
  })
}
