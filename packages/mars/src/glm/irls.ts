// Maximum likelihood by iteratively reweighted least squares (McCullagh and Nelder, Generalized Linear
// Models, 2.5):
//
//   z = η + (y − μ)/μ'(η)        weights  w μ'(η)² / V(μ)        β ← least squares of z on X
//
// until  |D − D_before| < 10⁻⁸ (|D| + 0.1)  for the deviance D, at most 25 times. A step to where D is not
// finite is halved. Starting values, bounds and the tolerance of the QR decomposition are those of R's
// glm, so that the number of steps is as well.
import { factorise } from '../linear-algebra/householder-qr.ts'
import { solve } from '../linear-algebra/least-squares.ts'
import type { FamilyFunctions } from './family.ts'
import type { LinkFunctions } from './link.ts'

/** Least gain of a step, as a share of the deviance. */
const epsilon = 1e-8

/** Most steps. */
export const mostSteps = 25

/** A column of the weighted basis is dependent below this share of its norm. */
const dependent = epsilon / 1000

/** What is fitted to what: rows that count only. */
export interface GlmProblem {
  readonly family: FamilyFunctions
  readonly link: LinkFunctions
  /** The columns of the terms. */
  readonly basis: readonly Float64Array[]
  readonly y: Float64Array
  /** Prior weights, all above 0. */
  readonly weights: Float64Array
}

/** Where the steps have led. */
export interface GlmSolution {
  readonly coefficients: Float64Array
  /** The mean of each row. */
  readonly means: Float64Array
  readonly deviance: number
  /** How many of the columns are independent. */
  readonly rank: number
  readonly iterations: number
  readonly converged: boolean
}

/** Steps to the greatest likelihood; null where they run out of what a double holds. */
export function irls(problem: GlmProblem): GlmSolution | null {
  const { family, link, y, weights } = problem
  let eta: Float64Array = y.map((value, i) => link.ofMean(family.start(value, weights[i])))
  let before = devianceAt(problem, eta)
  let last: Float64Array | null = null
  for (let iterations = 1; ; iterations += 1) {
    const { step, rank } = stepFrom(problem, eta)
    const coefficients = withinBounds(problem, step, last)
    if (coefficients === null) return null
    eta = combined(problem.basis, coefficients)
    const deviance = devianceAt(problem, eta)
    const converged = Math.abs(deviance - before) < epsilon * (Math.abs(deviance) + 0.1)
    if (converged || iterations === mostSteps) {
      return { coefficients, means: eta.map(link.mean), deviance, rank, iterations, converged }
    }
    before = deviance
    last = coefficients
  }
}

/** The sum of the deviances of the rows at these means. */
export function devianceOf(
  { family, y, weights }: Pick<GlmProblem, 'family' | 'y' | 'weights'>,
  meanOf: (row: number) => number,
): number {
  return y.reduce((sum, value, i) => sum + family.deviance(value, meanOf(i), weights[i]), 0)
}

/** The coefficients of weighted least squares from η. */
function stepFrom(
  { family, link, basis, y, weights }: GlmProblem,
  eta: Float64Array,
): { readonly step: Float64Array; readonly rank: number } {
  const roots = new Float64Array(y.length)
  const target = new Float64Array(y.length)
  for (let i = 0; i < y.length; i += 1) {
    const mean = link.mean(eta[i])
    const slope = link.slope(eta[i])
    roots[i] = Math.sqrt((weights[i] * slope * slope) / family.variance(mean))
    target[i] = (eta[i] + (y[i] - mean) / slope) * roots[i]
  }
  const factors = factorise(
    basis.map((column) => column.map((value, i) => value * roots[i])),
    dependent,
  )
  return { step: solve(factors, target), rank: factors.rank }
}

/** The step, halved until its deviance is finite; null where none is. */
function withinBounds(
  problem: GlmProblem,
  step: Float64Array,
  last: Float64Array | null,
): Float64Array | null {
  let coefficients = step
  for (let halving = 0; halving <= mostSteps; halving += 1) {
    if (Number.isFinite(devianceAt(problem, combined(problem.basis, coefficients)))) {
      return coefficients
    }
    if (last === null) return null
    const from = last
    coefficients = coefficients.map((value, at) => (value + from[at]) / 2)
  }
  return null
}

/** The deviance at η. */
function devianceAt(problem: GlmProblem, eta: Float64Array): number {
  return devianceOf(problem, (i) => problem.link.mean(eta[i]))
}

/** X β. */
function combined(basis: readonly Float64Array[], coefficients: Float64Array): Float64Array {
  const sum = new Float64Array(basis[0].length)
  for (const [at, column] of basis.entries()) {
    for (let i = 0; i < sum.length; i += 1) sum[i] += coefficients[at] * column[i]
  }
  return sum
}
