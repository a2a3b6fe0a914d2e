// Prediction:  ŷ_r = Σ_t β_rt Π_v factor_tv(x_v), term by term over blocks of rows that stay in the
// cache.
import { multiplyByFactor } from './basis/term.ts'
import type { Design } from './design/read-design.ts'
import { links } from './glm/link.ts'
import type { MarsModelValue } from './model.ts'

/** Rows worked on at a time: a few columns of them fit the first-level cache. */
const blockRows = 1024

/** As much of a model as makes predictions. */
type Terms = Pick<MarsModelValue, 'selected' | 'dirs' | 'cuts'>

/**
 * Predictions of a GLM, as means or on the scale of its link, or of least squares: rows × responses,
 * column-major. A model without a GLM has only the latter.
 */
export function predictAs(
  model: MarsModelValue,
  design: Design,
  type: 'response' | 'link' | 'earth',
): Float64Array {
  const { glm } = model
  if (glm === undefined || type === 'earth') return predictDesign(model, design)
  const sums = predictDesign({ ...model, coefficients: glm.coefficients }, design)
  return type === 'link' ? sums : sums.map(links[glm.link].mean)
}

/** Predictions by least squares: rows × responses, column-major; NaN in rows that lack a value of some term. */
export function predictDesign(
  model: Terms & Pick<MarsModelValue, 'responses' | 'coefficients'>,
  design: Design,
): Float64Array {
  const { rows, columns } = design
  const predictions = new Float64Array(rows * model.responses.length)
  const terms = factorsOf(model)
  const values = new Float64Array(Math.min(rows, blockRows))
  for (let from = 0; from < rows; from += blockRows) {
    const block = { from, to: Math.min(from + blockRows, rows) }
    for (const [at, factors] of terms.entries()) {
      const column = values.subarray(0, block.to - block.from).fill(1)
      for (const { v, dir, cut } of factors) {
        multiplyByFactor(column, columns[v].subarray(block.from, block.to), dir, cut)
      }
      for (const [r, coefficients] of model.coefficients.entries()) {
        const start = r * rows + from
        for (let i = 0; i < column.length; i += 1) {
          predictions[start + i] += coefficients[at] * column[i]
        }
      }
    }
  }
  blankMissing(predictions, terms.flat(), design)
  return predictions
}

/** The values of the selected terms, a column of rows each; NaN in rows that lack a value of it. */
export function termColumns(model: Terms, design: Design): readonly Float64Array[] {
  return factorsOf(model).map((factors) => {
    const values = new Float64Array(design.rows).fill(1)
    for (const { v, dir, cut } of factors) multiplyByFactor(values, design.columns[v], dir, cut)
    blankMissing(values, factors, design)
    return values
  })
}

/** A factor of a term, on the v-th design column. */
interface Factor {
  readonly v: number
  readonly dir: number
  readonly cut: number
}

/** For each selected term its factors. */
function factorsOf(model: Terms): readonly (readonly Factor[])[] {
  return model.selected.map((index) =>
    model.dirs[index].flatMap((dir, v) =>
      dir === 0 ? [] : [{ v, dir, cut: model.cuts[index][v] }],
    ),
  )
}

/** Makes values (rows × any) NaN in rows where a factor's column is: a hinge of NaN counts as 0. */
function blankMissing(values: Float64Array, factors: readonly Factor[], design: Design): void {
  if (!design.lacksValues) return
  const { rows, columns } = design
  for (const v of new Set(factors.map((factor) => factor.v))) {
    for (let row = 0; row < rows; row += 1) {
      if (!Number.isNaN(columns[v][row])) continue
      for (let at = row; at < values.length; at += rows) values[at] = Number.NaN
    }
  }
}
