// A model as the source of a JavaScript function of a row object, every number in full and every
// operation in the order of predict(), so that it returns the same doubles. A text never seen in
// training counts as the first level.
import type { MarsPredictor } from '../design/predictor.ts'
import type { MarsModelValue } from '../model.ts'

/** The function's source; for one response it returns a number, for several an array. */
export function javascriptSource(model: MarsModelValue, responses: readonly number[]): string {
  const columns = columnSources(model)
  const products = model.selected.map((index) => product(model, index, columns))
  const sums = responses.map((r) => sum(model.coefficients[r], products))
  return sums.length === 1 ? `(row) =>\n  ${sums[0]}` : `(row) => [\n  ${sums.join(',\n  ')},\n]`
}

/** For each design column the expression that gives it for a row. */
function columnSources(model: MarsModelValue): readonly string[] {
  const made = model.predictors.flatMap((predictor) => sourcesOf(predictor))
  return model.interceptColumn ? ['1', ...made] : made
}

/** The expressions for the design columns of a predictor. */
function sourcesOf(predictor: MarsPredictor): readonly string[] {
  const cell = `row[${JSON.stringify(predictor.name)}]`
  switch (predictor.kind) {
    case 'number':
      return [cell]
    case 'boolean':
      return [`(${cell} ? 1 : 0)`]
    case 'factor':
      return predictor.levels
        .slice(1)
        .map((level) => `(${cell} === ${JSON.stringify(level)} ? 1 : 0)`)
  }
}

/** The factors of a forward term, multiplied in the order of the columns; none for the intercept. */
function product(model: MarsModelValue, index: number, columns: readonly string[]): string {
  const factors = model.dirs[index].flatMap((dir, v) => {
    const cut = String(model.cuts[index][v])
    if (dir === 0) return []
    if (dir === 2) return [columns[v]]
    return [`Math.max(0, ${dir === 1 ? `${columns[v]} - ${cut}` : `${cut} - ${columns[v]}`})`]
  })
  return factors.length > 1 ? `(${factors.join(' * ')})` : (factors[0] ?? '')
}

/** The sum of coefficients times products. */
function sum(coefficients: readonly number[], products: readonly string[]): string {
  return coefficients
    .map((coefficient, at) =>
      products[at] === '' ? String(coefficient) : `${coefficient} * ${products[at]}`,
    )
    .join(' +\n  ')
}
