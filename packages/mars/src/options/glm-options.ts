import { MarsError } from '../errors.ts'
import { families, type GlmFamily } from '../glm/family.ts'
import type { GlmKind } from '../glm/glm-fit.ts'
import type { GlmLink } from '../glm/link.ts'
import { oneOf } from './option-values.ts'
import { refuseUnknown } from './refuse-unknown.ts'

/**
 * Generalised linear models on the selected terms, as R's `earth(..., glm = list(family = ...))`.
 *
 * Terms are found by least squares, whatever the family; then each response gets a model of its own on
 * them by maximum likelihood, with the case weights as prior weights. `value.glm` has the outcome, and
 * `predict` gives its means: the probability of the second level of a factor of two, of each level of
 * a factor of more, or the expected count. The coefficients by least squares, averaged or not, stay
 * what they are.
 *
 * Of counts of successes and failures give the share of successes as the response and the totals as
 * `weights`. A rate per unit of exposure is a poisson response with the exposures as `weights`.
 *
 * Where the terms tell classes apart perfectly, or 25 steps do not lead to an end, the model is what
 * the last step gave, and `converged` is false.
 *
 * @example
 * ```ts
 * import { fitMars } from '@byo/mars'
 *
 * const table = {
 *   hours: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12],
 *   passed: ['no', 'no', 'yes', 'no', 'no', 'yes', 'no', 'yes', 'yes', 'no', 'yes', 'yes'],
 * }
 * const fit = fitMars(table, 'passed', { glm: { family: 'binomial' } })
 * fit.predict({ hours: [2.5, 9.5] }) // the probabilities of 'yes'
 * fit.predict({ hours: [2.5, 9.5] }, { type: 'class' })
 * console.log(fit.value.glm?.perResponse[0].deviance)
 * ```
 *
 * @public
 */
export interface GlmOptions {
  /** How the responses are distributed about their means. */
  readonly family: GlmFamily
  /**
   * How their means depend on the terms: with `binomial` `'logit'`, `'probit'` or `'cloglog'`, with
   * `poisson` `'log'`.
   * @defaultValue 'logit', with `poisson` 'log'
   */
  readonly link?: GlmLink | undefined
}

/** Family and link, checked; null where none are given. */
export function glmOf(given: unknown): GlmKind | null {
  if (given === undefined) return null
  refuseUnknown(given, 'glm', ['family', 'link'])
  const { family: name, link } = given as Partial<GlmOptions>
  if (name === undefined) {
    throw new MarsError(
      'invalid-option',
      "Option glm has no family: it can be 'binomial' or 'poisson'.",
    )
  }
  const family = oneOf('family of glm', name, ['binomial', 'poisson'])
  return { family, link: oneOf('link of glm', link, families[family].links) }
}
