// The rules of R's mda 0.5 (`mda::mars`), defects included. Source: its behaviour, measured.
import { everyMultiple } from './knot-ranks.ts'
import type { ProposedStep, Rules, Verdict } from './rules.ts'
import { endspanOf, minspanOf } from './spans.ts'

/** mda's rules. */
export const mdaRules: Rules = {
  compat: 'mda',
  accepts: [],
  defaults: {
    nk: (columns) => Math.max(21, 2 * columns + 1),
    adjustEndspan: 0,
    fastK: 0,
    fastBeta: 0,
    // A linear winner becomes a single hinge at the column's minimum.
    autoLinpreds: false,
    maxKnots: Number.POSITIVE_INFINITY,
  },
  roundNk: (nk) => (nk % 2 === 0 ? nk - 1 : nk),
  usableWeights: () => null,
  movesOrigins: false,
  observations: (rows) => rows,
  orthogonalTo: 'ones',
  handicapsBetweenParents: false,
  handicapsWeighted: true,
  responseWeightMayBeZero: false,
  responseScales: scalesBySum,
  scalesResponse: () => false,
  spans: ({ columns, eligible }) => ({
    start: 0,
    minspan: Math.max(1, minspanOf(columns, eligible)),
    endspan: endspanOf(columns),
  }),
  knotRanks: everyMultiple,
  mayBeParent: () => true,
  knownFormWhen: 'some-term-has-it',
  isCollinear: ({ rest }) => rest <= 0.01,
  leastHingeShare: () => 0.01,
  looksAgainBelow: 0,
  sumsInRowOrder: true,
  takesColumnMean: 'before-normalising',
  // An absolute figure: the reason why mda's models change when the response is very large.
  firstNullSum: (sum) => sum,
  firstGain: () => 1e10,
  gainLimit: (rss, previousGain) => Math.min(1.01 * rss, 2 * previousGain),
  overLimit: 'zeroed',
  worth: ({ gain }) => gain,
  isBetter: (worth, best) => worth > best,
  parents: 'all',
  negligibleRss: () => 0,
  judge: judgeByRss,
  noCandidate: () => 'no-new-term',
  rankTolerance: 1e-2,
  dropsDependentBy: 'slot-of-that-index',
  pruneMethods: () => ['backward', 'none'],
  exhaustiveTolerance: 0,
  keepsBestSubsets: () => false,
  firstPruneIsStale: true,
  unprunedRssOf: 'model',
  negligibleSubset: 0,
  coefficients: ['least-squares'],
  onEqualGcv: 'larger',
  gcvWhenUsedUp: 'formula',
  reportedZero: 0,
}

/** Weights over their sum, as factors. */
function scalesBySum(wp: readonly number[]): readonly number[] {
  const sum = wp.reduce((total, weight) => total + weight, 0)
  return wp.map((weight) => Math.sqrt(weight / sum))
}

/** mda's stops: the gain is measured by what RSS is left, not by what there was. */
function judgeByRss(step: ProposedStep): Verdict {
  if (!(step.gain / step.rssBefore > step.thresh)) {
    return { accept: false, stop: 'rss-gain-below-thresh' }
  }
  if (!(step.gcvRatio < 10)) return { accept: false, stop: 'gcv-too-high' }
  if (1 - step.rsq <= step.thresh) return { accept: true, stop: 'rsq-near-one' }
  return { accept: true, stop: step.slots >= step.nk - 1 ? 'nk-reached' : null }
}
