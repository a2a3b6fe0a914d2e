// Prediction:  ŷ_r = Σ_t β_rt Π_v factor_tv(x_v), term by term over blocks of rows that stay in the
// cache.
import { multiplyByFactor } from './basis/term.ts'
import type { MarsMatrix } from './design/matrix.ts'
import { modelMatrix } from './design/model-matrix.ts'
import { namedAs } from './design/predictor-names.ts'
import { type MarsTable, readTable } from './design/table.ts'
import type { MarsModelValue } from './model.ts'
import type { MissingValues, UnseenLevels } from './options/mars-options.ts'

/** Rows worked on at a time: a few columns of them fit the first-level cache. */
const blockRows = 1024

/** Predictions for a table: rows × responses, column-major. */
export function predictTable(
  model: MarsModelValue,
  table: MarsTable | MarsMatrix,
  reading: { readonly unseenLevels: UnseenLevels; readonly missing: MissingValues },
): Float64Array {
  const source = namedAs(readTable(table), model.predictors)
  const design = modelMatrix(source, { ...model, ...reading })
  const { rows } = source
  const predictions = new Float64Array(rows * model.responses.length)
  const terms = factorsOf(model)
  const values = new Float64Array(Math.min(rows, blockRows))
  for (let from = 0; from < rows; from += blockRows) {
    const block = { from, to: Math.min(from + blockRows, rows) }
    for (const [at, factors] of terms.entries()) {
      const column = values.subarray(0, block.to - block.from).fill(1)
      for (const { v, dir, cut } of factors) {
        multiplyByFactor(column, design[v].subarray(block.from, block.to), dir, cut)
      }
      for (const [r, coefficients] of model.coefficients.entries()) {
        const start = r * rows + from
        for (let i = 0; i < column.length; i += 1) {
          predictions[start + i] += coefficients[at] * column[i]
        }
      }
    }
  }
  if (reading.missing === 'omit') blankMissing(predictions, rows, usedColumns(terms, design))
  return predictions
}

/** The design columns that some term has a factor of. */
function usedColumns(
  terms: ReturnType<typeof factorsOf>,
  design: readonly Float64Array[],
): readonly Float64Array[] {
  const used = new Set(terms.flatMap((factors) => factors.map(({ v }) => v)))
  return [...used].map((v) => design[v])
}

/** Makes the predictions NaN in rows where one of the columns is: a hinge of NaN counts as 0. */
function blankMissing(
  predictions: Float64Array,
  rows: number,
  columns: readonly Float64Array[],
): void {
  for (const column of columns) {
    for (let row = 0; row < rows; row += 1) {
      if (!Number.isNaN(column[row])) continue
      for (let at = row; at < predictions.length; at += rows) predictions[at] = Number.NaN
    }
  }
}

/** For each selected term its factors. */
function factorsOf(
  model: MarsModelValue,
): readonly (readonly { readonly v: number; readonly dir: number; readonly cut: number }[])[] {
  return model.selected.map((index) =>
    model.dirs[index].flatMap((dir, v) =>
      dir === 0 ? [] : [{ v, dir, cut: model.cuts[index][v] }],
    ),
  )
}
