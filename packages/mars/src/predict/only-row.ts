// Servers mostly predict one row at a time, and hand it over as a table. Such a row is predicted as rows are, which
// takes a small part of the time that a table takes.
import type { MarsCell } from '../design/table.ts'
import type { MarsModelValue } from '../model.ts'
import { resolveNewData } from '../options/predict-options.ts'
import { remembered } from '../remembered.ts'
import { createPlainRowPredictor } from './row-predictor.ts'

/** The prediction of a table of one row, as its fit was told to read it; undefined for any other table. */
export function predictOnlyRow(model: MarsModelValue, table: object): Float64Array | undefined {
  const cells = onlyRow(table, model)
  if (cells === undefined) return undefined
  const predictions = new Float64Array(model.responses.length)
  return rowPredictorOf(model)(cells, predictions) ? predictions : undefined
}

const rowPredictorOf = remembered((model: MarsModelValue) =>
  createPlainRowPredictor(model, { ...model, ...resolveNewData({}, model) }, 'response'),
)

/** The cells of an only row, one for each predictor; undefined where a column is not there or not of one cell. */
function onlyRow(table: object, { predictors }: MarsModelValue): readonly MarsCell[] | undefined {
  if (typeof table !== 'object' || table === null || Array.isArray(table)) return undefined
  const columns = table as Readonly<Record<string, unknown>>
  for (const name of Object.keys(columns)) if (!isOneCell(columns[name])) return undefined
  const cells: MarsCell[] = []
  for (const { name } of predictors) {
    const column = columns[name]
    if (!isOneCell(column)) return undefined
    cells.push(column[0])
  }
  return cells
}

function isOneCell(column: unknown): column is readonly [MarsCell] {
  return (Array.isArray(column) || column instanceof Float64Array) && column.length === 1
}
