import { generalNumber } from '../basis/general-number.ts'
import { degreeOf, type Term } from '../basis/term.ts'
import { termName } from '../basis/term-name.ts'
import type { MarsModelValue } from '../model.ts'
import { describeStopReason } from '../rules/stop-reason.ts'
import { namedColumns, selectedTerms } from './model-terms.ts'
import { formatColumn } from './r-numbers.ts'
import { compareTerms } from './term-order.ts'

/** A model as text, in the form of R's summary of an earth model. */
export function summarise(model: MarsModelValue): string {
  const terms = selectedTerms(model)
  const used = model.columns.filter((_, v) => terms.some((term) => term.dirs[v] !== 0))
  const rules = model.compat === null ? '' : `, rules of ${model.compat}`
  const number = (value: number): string => generalNumber(value, 7)
  return [
    `MARS: ${model.responses.join(', ')} from ${model.rows} rows, degree ${model.settings.degree}${rules}`,
    '',
    ...coefficientTable(model, terms),
    '',
    `Selected ${terms.length} of ${model.dirs.length} terms, and ${used.length} of ${model.columns.length} predictors`,
    `Termination condition: ${describeStopReason(model.termination, {
      ...model.settings,
      terms: model.dirs.length,
    })}`,
    `Number of terms at each degree of interaction: ${degreeCounts(model, terms)}`,
    `GCV ${number(model.gcv)}    RSS ${number(model.rss)}    GRSq ${number(model.grsq)}    RSq ${number(model.rsq)}`,
    '',
  ].join('\n')
}

/** The terms in earth's order, a column of coefficients a response. */
function coefficientTable(model: MarsModelValue, terms: readonly Term[]): readonly string[] {
  const columns = namedColumns(model)
  const order = [...terms.keys()].sort((a, b) => compareTerms(terms[a], terms[b]))
  const names = ['', ...order.map((at) => termName(terms[at], columns, ' * '))]
  const width = Math.max(...names.map((name) => name.length))
  const headings = model.responses.length === 1 ? ['coefficients'] : model.responses
  const cells = model.coefficients.map((coefficients, r) => {
    const texts = [headings[r], ...formatColumn(order.map((at) => coefficients[at]))]
    const widest = Math.max(...texts.map((text) => text.length))
    return texts.map((text) => text.padStart(widest))
  })
  return names.map((name, line) =>
    [name.padEnd(width), ...cells.map((column) => column[line])].join(' '),
  )
}

/** How many terms have 0, 1, 2 … factors. */
function degreeCounts(model: MarsModelValue, terms: readonly Term[]): string {
  const counted = namedColumns(model).map(({ missingness }) => missingness === undefined)
  const degrees = terms.map((term) => degreeOf(term, counted))
  const highest = Math.max(...degrees)
  const counts = Array.from(
    { length: highest + 1 },
    (_, degree) => degrees.filter((each) => each === degree).length,
  )
  const note = [' (intercept only model)', ' (additive model)'][highest] ?? ''
  return counts.join(' ') + note
}
