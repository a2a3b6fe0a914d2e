// Prediction:  ŷ_r = Σ_t β_rt Π_v factor_tv(x_v), term by term over blocks of rows that stay in the
// cache.
import { multiplyByFactor } from './basis/term.ts'
import { modelMatrix } from './design/model-matrix.ts'
import { readTable } from './design/table.ts'
import type { MarsModelValue } from './model.ts'
import type { UnseenLevels } from './options/mars-options.ts'

/** Rows worked on at a time: a few columns of them fit the first-level cache. */
const blockRows = 1024

/** Predictions for a table: rows × responses, column-major. */
export function predictTable(
  model: MarsModelValue,
  table: unknown,
  unseenLevels: UnseenLevels,
): Float64Array {
  const source = readTable(table)
  return predictDesign(model, modelMatrix(source, { ...model, unseenLevels }), source.rows)
}

/** The values of the selected terms for a table: a column of rows for each. */
export function termColumns(
  model: MarsModelValue,
  table: unknown,
  unseenLevels: UnseenLevels,
): readonly Float64Array[] {
  const source = readTable(table)
  const design = modelMatrix(source, { ...model, unseenLevels })
  return factorsOf(model).map((factors) => {
    const values = new Float64Array(source.rows).fill(1)
    for (const { v, dir, cut } of factors) multiplyByFactor(values, design[v], dir, cut)
    return values
  })
}

/** Predictions for design columns of `rows`: rows × responses, column-major. */
export function predictDesign(
  model: Pick<MarsModelValue, 'responses' | 'selected' | 'dirs' | 'cuts' | 'coefficients'>,
  design: readonly Float64Array[],
  rows: number,
): Float64Array {
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
  return predictions
}

/** For each selected term its factors. */
function factorsOf(
  model: Pick<MarsModelValue, 'selected' | 'dirs' | 'cuts'>,
): readonly (readonly { readonly v: number; readonly dir: number; readonly cut: number }[])[] {
  return model.selected.map((index) =>
    model.dirs[index].flatMap((dir, v) =>
      dir === 0 ? [] : [{ v, dir, cut: model.cuts[index][v] }],
    ),
  )
}
