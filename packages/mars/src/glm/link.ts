// Links  η = g(μ), their inverses μ(η) and slopes dμ/dη. As in R's make.link, means keep away from the
// ends of their range by the spacing of doubles, so that weights and deviances stay finite however far η
// runs.
import { normalDensity, normalProbability, normalQuantile } from './normal.ts'

/**
 * How the mean of a response depends on the sum of the terms η.
 *
 * - `logit`: 1/(1 + e^−η)
 * - `probit`: the normal distribution's Φ(η)
 * - `cloglog`: 1 − e^−e^η
 * - `log`: e^η
 *
 * @public
 */
export type GlmLink = 'logit' | 'probit' | 'cloglog' | 'log'

/** A link with its inverse. */
export interface LinkFunctions {
  /** η of a mean. */
  ofMean(mean: number): number
  /** The mean at η. */
  mean(eta: number): number
  /** How fast the mean grows at η. */
  slope(eta: number): number
}

const spacing = Number.EPSILON

/** Beyond ±30 the logit's mean is the spacing from its bounds. */
const logitBound = 30

/** −Φ⁻¹ of the spacing. */
const probitBound = -normalQuantile(spacing)

/** Every link. */
export const links: Record<GlmLink, LinkFunctions> = {
  logit: {
    ofMean: (mean) => Math.log(mean / (1 - mean)),
    mean: (eta) => {
      const odds = eta < -logitBound ? spacing : eta > logitBound ? 1 / spacing : Math.exp(eta)
      return odds / (1 + odds)
    },
    slope: (eta) =>
      Math.abs(eta) > logitBound ? spacing : Math.exp(eta) / (1 + Math.exp(eta)) ** 2,
  },
  probit: {
    ofMean: normalQuantile,
    mean: (eta) => normalProbability(Math.min(Math.max(eta, -probitBound), probitBound)),
    slope: (eta) => Math.max(normalDensity(eta), spacing),
  },
  cloglog: {
    ofMean: (mean) => Math.log(-Math.log1p(-mean)),
    mean: (eta) => Math.max(Math.min(-Math.expm1(-Math.exp(eta)), 1 - spacing), spacing),
    slope: (eta) => Math.max(Math.exp(Math.min(eta, 700) - Math.exp(Math.min(eta, 700))), spacing),
  },
  log: {
    ofMean: Math.log,
    mean: (eta) => Math.max(Math.exp(eta), spacing),
    slope: (eta) => Math.max(Math.exp(eta), spacing),
  },
}
