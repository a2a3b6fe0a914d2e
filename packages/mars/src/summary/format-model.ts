import { describe, listed, MarsError } from '../errors.ts'
import type { MarsModelValue } from '../model.ts'
import { numberOf, oneOf } from '../options/option-values.ts'
import { refuseUnknown } from '../options/refuse-unknown.ts'
import { equation } from './equation.ts'
import { javascriptSource } from './javascript-source.ts'
import { usualDigits } from './r-numbers.ts'
import { type Decomposition, decompositions } from './term-order.ts'

/**
 * What a model can be written as.
 *
 * - `h`: hinges as `h(x-14.2)`
 * - `pmax`, `max`: hinges as `pmax(0, x - 14.2)`, for R, or `max(0, x - 14.2)`
 * - `C`: an expression in C, of `x[0]`, `x[1]` … for the design columns; where a value is missing that
 *   may be, its columns are to hold any number
 * - `bf`: each different hinge numbered, with a list of what the numbers stand for
 * - `js`: the source of a JavaScript function of a row object, which returns the doubles of `predict`,
 *   of a fit with option `glm` those of its type `earth`.
 *   Unseen levels count as the first one; a missing value that the model cannot do without makes NaN.
 *   The types of cells are not checked
 *
 * @public
 */
export type FormatStyle = 'h' | 'pmax' | 'max' | 'C' | 'bf' | 'js'

const formatStyles = ['h', 'pmax', 'max', 'C', 'bf', 'js'] as const satisfies FormatStyle[]

/**
 * How to write a model.
 *
 * @public
 */
export interface FormatOptions {
  /**
   * What to write it as.
   * @defaultValue 'h'
   */
  readonly style?: FormatStyle | undefined
  /**
   * The order of the terms. `js` keeps the order of creation, in which `predict` adds.
   * @defaultValue 'anova'
   */
  readonly decomp?: Decomposition | undefined
  /**
   * Significant digits of numbers, 1 to 15. `js` writes every number in full.
   * @defaultValue 7
   */
  readonly digits?: number | undefined
  /**
   * The response to write.
   * @defaultValue all: several equations, each under the name of its response, or for `js` a
   * function that returns an array
   */
  readonly response?: string | undefined
}

/** A model as text. */
export function formatModel(model: MarsModelValue, options: FormatOptions): string {
  refuseUnknown(options, 'format', ['style', 'decomp', 'digits', 'response'])
  const style = oneOf('style', options.style, formatStyles)
  const decomp = oneOf('decomp', options.decomp, decompositions)
  const digits = digitsOf(options.digits)
  const responses = responsesOf(model, options.response)
  if (style === 'js') return javascriptSource(model, responses)
  const equations = responses.map((r) => equation(model, r, { style, decomp, digits }))
  if (equations.length === 1) return equations[0]
  return responses.map((r, at) => `${model.responses[r]} =\n${equations[at]}`).join('\n')
}

/** Checks a number of significant digits. */
export function digitsOf(value: unknown): number {
  return numberOf('digits', value, usualDigits, { least: 1, most: 15, whole: true })
}

/** The indices of the responses to write. */
function responsesOf(model: MarsModelValue, response: string | undefined): readonly number[] {
  if (response === undefined) return [...model.responses.keys()]
  const index = model.responses.indexOf(response)
  if (index !== -1) return [index]
  throw new MarsError(
    'invalid-option',
    `Option response is ${describe(response)}: the model has ${listed(model.responses)}.`,
  )
}
