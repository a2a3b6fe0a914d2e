import { termName } from '../basis/term-name.ts'
import { responseNames } from '../design/response.ts'
import type { MarsModelValue } from '../model.ts'
import { booleanOf, oneOf } from '../options/option-values.ts'
import { refuseUnknown } from '../options/refuse-unknown.ts'
import { digitsOf, type FormatStyle, formatModel } from './format-model.ts'
import { headline } from './headline.ts'
import { namedColumns, selectedTerms } from './model-terms.ts'
import { type Decomposition, decompositions, termOrder } from './term-order.ts'
import { textTable } from './text-table.ts'

/**
 * How to sum up a model.
 *
 * @public
 */
export interface SummaryOptions {
  /**
   * 'h' for a table of coefficients, or the style of an equation in its place.
   * @defaultValue 'h'
   */
  readonly style?: Exclude<FormatStyle, 'js'> | undefined
  /**
   * The order of the terms.
   * @defaultValue 'anova'
   */
  readonly decomp?: Decomposition | undefined
  /**
   * Significant digits of numbers, 1 to 15.
   * @defaultValue 7
   */
  readonly digits?: number | undefined
  /**
   * Whether coefficients of one column are rounded to the same decimals before they are written,
   * which keeps small ones from making all of them long; only where there are more than two terms.
   * @defaultValue true
   */
  readonly fixedPoint?: boolean | undefined
}

/** A model as text, in the form of R's summary of an earth model: of a GLM, where there is one. */
export function summarise(model: MarsModelValue, options: SummaryOptions): string {
  refuseUnknown(options, 'summary', ['style', 'decomp', 'digits', 'fixedPoint'])
  const style = oneOf('style', options.style, ['h', 'pmax', 'max', 'C', 'bf'])
  const decomp = oneOf('decomp', options.decomp, decompositions)
  const form = {
    digits: digitsOf(options.digits),
    fixedPoint: booleanOf('fixedPoint', options.fixedPoint, true),
  }
  const rules = model.compat === null ? '' : `, rules of ${model.compat}`
  return [
    `MARS: ${responsesInWords(model)} from ${model.rows} rows, degree ${model.settings.degree}${rules}`,
    '',
    ...(style === 'h'
      ? [...coefficientTable(model, decomp, form), '']
      : equations(model, { style, decomp, digits: form.digits })),
    ...headline(model, form.digits),
    '',
  ].join('\n')
}

/** The columns that are predicted; of a factor also the levels that are. */
function responsesInWords({ responseSources }: MarsModelValue): string {
  return responseSources
    .map((source) => {
      if (source.kind !== 'factor') return source.name
      const names = responseNames(source)
      const levels = names.length > 5 ? `${names.length} levels` : names.join(', ')
      return `${source.name} (${levels})`
    })
    .join(', ')
}

/** A row a term, a column of coefficients a response. */
function coefficientTable(
  model: MarsModelValue,
  decomp: Decomposition,
  form: { readonly digits: number; readonly fixedPoint: boolean },
): readonly string[] {
  const terms = selectedTerms(model)
  const columns = namedColumns(model)
  const order = termOrder(terms, columns, decomp)
  const { coefficients, title, ofOne } = shownCoefficients(model)
  // A negative knot stands apart from its minus sign, as in R.
  const names = order.map((at) => termName(terms[at], columns, ' * ').replaceAll('--', '- -'))
  return [
    ...title,
    ...textTable(
      names,
      coefficients.map((each, r) => ({
        heading: model.responses.length === 1 ? ofOne : model.responses[r],
        values: order.map((at) => each[at]),
      })),
      // R does not round so where there are two terms.
      { ...form, fixedPoint: form.fixedPoint && names.length > 2 },
    ),
  ]
}

/** The coefficients of the GLM, or else those of least squares, and what stands above them. */
function shownCoefficients({ coefficients, responses, glm }: MarsModelValue): {
  readonly coefficients: MarsModelValue['coefficients']
  readonly title: readonly string[]
  readonly ofOne: string
} {
  return glm === undefined
    ? { coefficients, title: [], ofOne: 'coefficients' }
    : { coefficients: glm.coefficients, title: ['GLM coefficients'], ofOne: responses[0] }
}

/** An equation a response under its name. */
function equations(
  model: MarsModelValue,
  form: {
    readonly style: FormatStyle
    readonly decomp: Decomposition
    readonly digits: number
  },
): readonly string[] {
  const { coefficients, title } = shownCoefficients(model)
  const label = title.length === 0 ? '' : 'GLM '
  return model.responses.map(
    (response) =>
      `${label}${response} =\n${formatModel({ ...model, coefficients }, { ...form, response })}`,
  )
}
