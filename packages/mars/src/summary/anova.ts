// The ANOVA decomposition, Friedman (1991), 3.5 and 4.3: for each set S of variables the terms with
// exactly these variables,
//
//   f_S = Σ β_t b_t over t with variables S,   s_S = sd of f_S over the rows (n − 1)
//   GCV_S = GCV of a least-squares fit on all other terms
//   C_S = m_S (1 + d/2): what its m_S terms add to C of the GCV; 0 for d = −1
import { type GcvCost, gcv } from '../criteria/gcv.ts'
import type { Design } from '../design/read-design.ts'
import { leastSquares } from '../linear-algebra/least-squares.ts'
import { residualSum } from '../linear-algebra/residual-sum.ts'
import { centredSumOfSquares } from '../linear-algebra/sums.ts'
import type { MarsModelValue } from '../model.ts'
import { refuseUnknown } from '../options/refuse-unknown.ts'
import { contributionOf } from './contributions.ts'
import { type Grouping, groupNames } from './grouping.ts'
import { variableSets } from './variable-sets.ts'

/**
 * What may be said of an ANOVA decomposition.
 *
 * @public
 */
export interface AnovaOptions {
  /**
   * What counts as one variable.
   * @defaultValue 'column'
   */
  readonly by?: Grouping | undefined
}

/**
 * What the terms with exactly these variables contribute: a row of the ANOVA decomposition.
 *
 * @public
 */
export interface MarsAnova {
  /** One for a main effect, two for an interaction of two, in the order of the design columns. */
  readonly variables: readonly string[]
  /**
   * Standard deviation (n − 1) of the sum of these terms over the training rows, one a response:
   * how much the prediction moves with them.
   */
  readonly standardDeviations: readonly number[]
  /** GCV of the model fitted anew without these terms: above the model's where they matter. */
  readonly gcv: number
  /** How many terms there are. */
  readonly terms: number
  /** What the terms cost in the GCV: 1 + penalty/2 each. */
  readonly effectiveParameters: number
}

/** What the decomposition needs of the training rows. */
export interface AnovaRows {
  readonly design: Design
  /** The responses that least squares ran on. */
  readonly responses: readonly Float64Array[]
  /** The columns that it ran on, one a selected term. */
  readonly basis: readonly Float64Array[]
  readonly cost: GcvCost
}

/** The decomposition: main effects first, then interactions, in design order. */
export function anovaTable(
  model: MarsModelValue,
  options: AnovaOptions,
  rows: AnovaRows,
): readonly MarsAnova[] {
  refuseUnknown(options, 'anova', ['by'])
  const sets = variableSets(model, groupNames(model, options.by))
  const charge = rows.cost.penalty === -1 ? 0 : 1 + rows.cost.penalty / 2
  return sets
    .filter(({ variables }) => variables.length > 0)
    .map((set) => {
      const parts = contributionOf(model, set, rows.design)
      return {
        variables: set.variables,
        standardDeviations: model.responses.map((_, r) =>
          deviation(parts.subarray(r * model.rows, (r + 1) * model.rows)),
        ),
        gcv: gcvWithout(set.terms, rows),
        terms: set.terms.length,
        effectiveParameters: set.terms.length * charge,
      }
    })
}

/** The standard deviation of a column. */
function deviation(column: Float64Array): number {
  return Math.sqrt(centredSumOfSquares(column) / (column.length - 1))
}

/** The GCV of a fit on all terms but these. */
function gcvWithout(terms: readonly number[], rows: AnovaRows): number {
  const left = rows.basis.filter((_, at) => !terms.includes(at))
  const rss = leastSquares(left, rows.responses).reduce(
    (sum, beta, r) => sum + residualSum(left, rows.responses[r], [...beta]),
    0,
  )
  return gcv(rss, left.length, rows.cost)
}
