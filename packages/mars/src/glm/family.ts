// Families of distributions of a response y about its mean μ, with prior weights w. Deviances are
//
//   binomial:  2 w (y ln(y/μ) + (1 − y) ln((1 − y)/(1 − μ)))     poisson:  2 w (y ln(y/μ) − (y − μ))
//
// McCullagh and Nelder, Generalized Linear Models, 2.3; starting means and AIC as in R's glm.
import type { GlmLink } from './link.ts'
import { logFactorial } from './log-factorial.ts'

/**
 * How a response is distributed about its mean: `binomial` for yes or no as 1 or 0, and for shares
 * from 0 to 1 with the totals as weights; `poisson` for counts.
 *
 * @public
 */
export type GlmFamily = 'binomial' | 'poisson'

/** What is known of a family. */
export interface FamilyFunctions {
  /** The links it goes with, the usual one first. */
  readonly links: readonly [GlmLink, ...GlmLink[]]
  /** The greatest value of a response; the least is 0. */
  readonly most: number
  /** The variance at a mean. */
  variance(mean: number): number
  /** The mean to start from at a response. */
  start(y: number, weight: number): number
  /** What a response adds to the deviance. */
  deviance(y: number, mean: number, weight: number): number
  /** −2 times what a response adds to the logarithm of the likelihood. */
  surprise(y: number, mean: number, weight: number): number
}

/** Every family. */
export const families: Record<GlmFamily, FamilyFunctions> = {
  binomial: {
    links: ['logit', 'probit', 'cloglog'],
    most: 1,
    variance: (mean) => mean * (1 - mean),
    start: (y, weight) => (weight * y + 0.5) / (weight + 1),
    deviance: (y, mean, weight) => 2 * weight * (relative(y, mean) + relative(1 - y, 1 - mean)),
    surprise: binomialSurprise,
  },
  poisson: {
    links: ['log'],
    most: Number.POSITIVE_INFINITY,
    variance: (mean) => mean,
    start: (y) => y + 0.1,
    deviance: (y, mean, weight) => 2 * weight * (relative(y, mean) - (y - mean)),
    surprise: (y, mean, weight) =>
      Number.isInteger(y)
        ? -2 * weight * (y * Math.log(mean) - mean - logFactorial(y))
        : Number.POSITIVE_INFINITY,
  },
}

/** y ln(y/μ), which is 0 at 0. */
function relative(y: number, mean: number): number {
  return y === 0 ? 0 : y * Math.log(y / mean)
}

/** Successes among as many trials as the weight says, both made whole. */
function binomialSurprise(y: number, mean: number, weight: number): number {
  const trials = wholeEven(weight)
  const successes = wholeEven(weight * y)
  const ways = logFactorial(trials) - logFactorial(successes) - logFactorial(trials - successes)
  return -2 * (ways + successes * Math.log(mean) + (trials - successes) * Math.log1p(-mean))
}

/** The nearest whole number, of two the even one. */
function wholeEven(value: number): number {
  const nearest = Math.round(value)
  return nearest - value === 0.5 && nearest % 2 === 1 ? nearest - 1 : nearest
}
