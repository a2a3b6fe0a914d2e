// A model as the source of a JavaScript function of a row object, every number in full and every
// operation in the order of predict(), so that it returns the same doubles. A level never seen in
// training counts as the first one; where a value is missing that the terms need, it returns NaN.
import { isPresence } from '../basis/term-name.ts'
import { polynomialContrasts } from '../design/contrasts.ts'
import { columnOrigins, type FactorPredictor, type MarsPredictor } from '../design/predictor.ts'
import type { MarsModelValue } from '../model.ts'
import { namedColumns, selectedTerms } from './model-terms.ts'

/** The function's source; for one response it returns a number, for several an array. */
export function javascriptSource(model: MarsModelValue, responses: readonly number[]): string {
  const products = productsOf(model)
  const sums = responses.map((r) => sum(model.coefficients[r], products))
  const single = sums.length === 1
  const [open, close] = single ? ['(', ')'] : ['[', ']']
  const nothing = single ? 'NaN' : `[${sums.map(() => 'NaN').join(', ')}]`
  const used = usedPredictors(model)
  const needed = used.filter(({ missingness }) => !missingness)
  return [
    '(row) => {',
    ...(used.length > 0
      ? ['  const missing = (name) => row[name] == null || Number.isNaN(row[name])']
      : []),
    ...(needed.length > 0
      ? [`  if (${needed.map(isMissing).join(' || ')}) return ${nothing}`]
      : []),
    `  return ${open}`,
    `    ${sums.join(',\n    ')}`,
    `  ${close}`,
    '}',
  ].join('\n')
}

/** The predictors of which some selected term has a factor. */
function usedPredictors(model: MarsModelValue): readonly MarsPredictor[] {
  const sources = columnOrigins(model.predictors, model.interceptColumn)
    .filter((_, v) => model.selected.some((index) => model.dirs[index][v] !== 0))
    .map(({ source }) => source)
  return model.predictors.filter(({ name }) => sources.includes(name))
}

/** The selected terms as products in the order of the columns; empty for the intercept. */
function productsOf(model: MarsModelValue): readonly string[] {
  const sources = columnSources(model)
  const columns = namedColumns(model)
  return selectedTerms(model).map((term) => {
    const lacking = model.predictors.filter((predictor) =>
      columns.some((column, v) => {
        return column.missingness === predictor.name && isPresence(term, v, column)
      }),
    )
    const factors = term.dirs.flatMap((dir, v) => {
      if (dir === 0 || isPresence(term, v, columns[v])) return []
      if (dir === 2) return [sources[v]]
      const [left, right] = dir === 1 ? [sources[v], term.cuts[v]] : [term.cuts[v], sources[v]]
      return [`Math.max(0, ${left} - ${right})`]
    })
    if (lacking.length > 0) {
      return `(${lacking.map(isMissing).join(' || ')} ? 0 : ${factors.join(' * ') || '1'})`
    }
    return factors.length > 1 ? `(${factors.join(' * ')})` : (factors[0] ?? '')
  })
}

/** For each design column the expression that gives it for a row. */
function columnSources(model: MarsModelValue): readonly string[] {
  const made = model.predictors.flatMap((predictor) => {
    const columns = contrastSources(predictor)
    return predictor.missingness ? [...columns, `(${isMissing(predictor)} ? 1 : 0)`] : columns
  })
  return model.interceptColumn ? ['1', ...made] : made
}

/** The expressions for the design columns of a predictor, but for that of its missingness. */
function contrastSources(predictor: MarsPredictor): readonly string[] {
  switch (predictor.kind) {
    case 'number':
      return [cellOf(predictor)]
    case 'boolean':
      return [`(${cellOf(predictor)} ? 1 : 0)`]
    case 'factor':
      return predictor.levels
        .slice(1)
        .map((level) => `(${levelOf(predictor)} === ${JSON.stringify(level)} ? 1 : 0)`)
    case 'ordered':
      return polynomialContrasts(predictor.levels.length).map((values) => {
        const choices = predictor.levels.map(
          (level, at) => `${levelOf(predictor)} === ${JSON.stringify(level)} ? ${values[at]} : `,
        )
        return `(${choices.slice(1).join('')}${values[0]})`
      })
  }
}

/** The cell of a row. */
function cellOf({ name }: MarsPredictor): string {
  return `row[${JSON.stringify(name)}]`
}

/** The cell of a row as the name of a level. */
function levelOf(predictor: FactorPredictor): string {
  const cell = cellOf(predictor)
  if (predictor.cells === 'number') return `String(${cell})`
  return predictor.cells === 'boolean' ? `(${cell} ? "TRUE" : "FALSE")` : cell
}

/** Whether the cell of a row is missing. */
function isMissing({ name }: MarsPredictor): string {
  return `missing(${JSON.stringify(name)})`
}

/** The sum of coefficients times products. */
function sum(coefficients: readonly number[], products: readonly string[]): string {
  return coefficients
    .map((coefficient, at) =>
      products[at] === '' ? String(coefficient) : `${coefficient} * ${products[at]}`,
    )
    .join(' +\n    ')
}
