// Generalised linear models on the terms that least squares has selected, each response by itself.
import { MarsError } from '../errors.ts'
import { families, type GlmFamily } from './family.ts'
import { devianceOf, type GlmProblem, type GlmSolution, irls } from './irls.ts'
import { type GlmLink, links } from './link.ts'

/**
 * Generalised linear models on the selected terms, one a response.
 *
 * @public
 */
export interface MarsGlm {
  /** How the responses are distributed. */
  readonly family: GlmFamily
  /** How their means depend on the sums of the terms. */
  readonly link: GlmLink
  /** Responses × selected terms, on the scale of the link; 0 for a term that depends on others. */
  readonly coefficients: readonly (readonly number[])[]
  /** How each response was fitted. */
  readonly perResponse: readonly MarsGlmStatistics[]
}

/**
 * How a generalised linear model fits the training rows.
 *
 * @public
 */
export interface MarsGlmStatistics {
  /** Deviance of the mean alone. */
  readonly nullDeviance: number
  /** Its degrees of freedom: rows whose weight is above 0, less 1. */
  readonly nullDf: number
  /** Deviance of the model. */
  readonly deviance: number
  /** Its degrees of freedom: those rows less independent terms. */
  readonly df: number
  /** 1 − deviance/null deviance; 0 where the null deviance is 0, or the two differ by rounding only. */
  readonly devianceRatio: number
  /** Infinity for a poisson response that is no whole number somewhere. */
  readonly aic: number
  /** Steps taken, at most 25. */
  readonly iterations: number
  /**
   * Whether the last step changed the deviance by less than 10⁻⁸ of it. If not, predictions may well
   * be right: where terms tell the classes apart perfectly, coefficients grow without end, and
   * probabilities come as near to 0 and 1 as doubles do.
   */
  readonly converged: boolean
}

/** Family and link. */
export interface GlmKind {
  readonly family: GlmFamily
  readonly link: GlmLink
}

/** What the models are fitted to. */
export interface GlmData {
  /** The selected terms, a column of rows each, the intercept's first. */
  readonly basis: readonly Float64Array[]
  readonly y: readonly Float64Array[]
  /** Names of the responses. */
  readonly responses: readonly string[]
  /** Prior weights; null where all rows count alike. */
  readonly weights: Float64Array | null
}

/** Fits a generalised linear model to each response. */
export function glmFit({ family, link }: GlmKind, data: GlmData): MarsGlm {
  const counted = data.weights ?? new Float64Array(data.y[0].length).fill(1)
  const counting = (column: Float64Array): Float64Array => column.filter((_, i) => counted[i] > 0)
  const basis = data.basis.map(counting)
  const weights = counting(counted)
  const fits = data.y.map((each, r) => {
    const problem = {
      family: families[family],
      link: links[link],
      basis,
      y: counting(each),
      weights,
    }
    const solution = irls(problem)
    if (solution) return { problem, solution }
    throw new MarsError(
      'overflow',
      `The generalised linear model of response ${JSON.stringify(data.responses[r])} overflows: rescale the columns with very large numbers, or leave option glm out.`,
    )
  })
  return {
    family,
    link,
    coefficients: fits.map(({ solution }) => [...solution.coefficients]),
    perResponse: fits.map(({ problem, solution }) => statisticsOf(problem, solution)),
  }
}

/** What rounding can make of a ratio that is 0. */
const rounding = 1e-12

/** The figures of one response. */
function statisticsOf(problem: GlmProblem, solution: GlmSolution): MarsGlmStatistics {
  const { family, y, weights } = problem
  const { means, deviance, rank, iterations, converged } = solution
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const mean = y.reduce((sum, value, i) => sum + weights[i] * value, 0) / total
  const nullDeviance = devianceOf(problem, () => mean)
  const surprises = y.reduce(
    (sum, value, i) => sum + family.surprise(value, means[i], weights[i]),
    0,
  )
  const ratio = nullDeviance === 0 ? 0 : 1 - deviance / nullDeviance
  return {
    nullDeviance,
    nullDf: y.length - 1,
    deviance,
    df: y.length - rank,
    devianceRatio: Math.abs(ratio) < rounding ? 0 : ratio,
    aic: surprises + 2 * rank,
    iterations,
    converged,
  }
}
