import { HttpError, isContainerError } from '../errors.ts'
import type { Table } from '../table/table.ts'
import { asColumn } from './shapes.ts'
import { tableFromOutput } from './table-from-output.ts'

/** Reads a table out of a request's body; what is wrong with it is an HttpError 400. */
export async function bodyTable(read: () => Table | Promise<Table>): Promise<Table> {
  try {
    return await read()
  } catch (cause) {
    throw isContainerError(cause) ? new HttpError(400, cause.message, { cause }) : cause
  }
}

/** An output as a table: a list of numbers or texts is one with the only column V1. Undefined for what is none. */
export function outputTable(output: unknown): Table | undefined {
  const column = asColumn(output)
  return column === undefined ? tableFromOutput(output) : { V1: column }
}
