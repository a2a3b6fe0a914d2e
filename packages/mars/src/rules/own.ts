// Our own rules, the default: what earth does, less the defects that are simply mended.
//
// - tolerances are shares of what there was, so that the unit of a column does not change the model
// - every parent is searched at every step
// - the end span of interactions is multiplied by `adjustEndspan`, as earth's manual has it; the default is
//   3, for that is what earth's default of 2 amounts to, and on Friedman's functions 2 predicts worse
// - the rounding of a column's mean does not enter the sweep in the unit of the predictor
// - the constants of the spans are Friedman's, not rounded ones
import { judgeByRsq, scalesByMean } from './earth.ts'
import { countedDown } from './knot-ranks.ts'
import { pruneMethods, type Rules, type SpanQuestion, type Spans } from './rules.ts'
import { centredSpans, endspanOf, minspanOf } from './spans.ts'

/**
 * What a linear candidate must keep of its sum of squares about the mean beside the terms there
 * are.
 */
const leastLinearShare = 1e-5

/**
 * What is left of a constant column by rounding alone, as a share of its sum of squares, and some
 * more.
 */
const roundingShare = 1e-26

/** Our own rules. */
export const ownRules: Rules = {
  compat: null,
  accepts: [
    'minspan',
    'endspan',
    'adjustEndspan',
    'newvarPenalty',
    'autoLinpreds',
    'linpreds',
    'nprune',
    'weights',
    'allowed',
  ],
  defaults: {
    nk: (columns) => Math.min(200, Math.max(20, 2 * columns)) + 1,
    adjustEndspan: 3,
    fastK: 0,
    fastBeta: 0,
    autoLinpreds: true,
  },
  roundNk: (nk) => nk,
  usableWeights: (weights) => (weights.every((weight) => weight === weights[0]) ? null : weights),
  orthogonalTo: 'roots-of-weights',
  handicapsWeighted: true,
  responseWeightMayBeZero: true,
  responseScales: scalesByMean,
  scalesResponse: () => false,
  spans: ownSpans,
  knotRanks: countedDown,
  knownFormWhen: 'never',
  isCollinear: ({ rest, centred, raw }) =>
    rest <= leastLinearShare * centred || rest <= roundingShare * raw,
  leastHingeShare: (columns) => (columns < 15 ? 0.01 : 1e-5),
  takesColumnMean: 'after-normalising',
  firstNullSum: (sum) => sum,
  firstGain: (rssNull) => rssNull,
  gainLimit: (rss, previousGain) => Math.min(1.01 * rss, 10 * previousGain),
  overLimit: 'refused',
  parents: 'all',
  negligibleRss: (rssNull) => 1e-14 * rssNull,
  judge: judgeByRsq,
  noCandidate: () => 'no-new-term',
  rankTolerance: 1e-8,
  dropsDependentBy: 'column',
  pruneMethods: () => pruneMethods,
  exhaustiveTolerance: 0,
  keepsBestSubsets: () => true,
  firstPruneIsStale: false,
  unprunedRssOf: 'model',
  negligibleSubset: 0,
  onEqualGcv: 'smaller',
  gcvWhenUsedUp: 'infinite',
  reportedZero: 0,
}

/** Friedman's spans, the end span multiplied for interactions. */
function ownSpans(question: SpanQuestion): Spans {
  const base = question.endspan > 0 ? question.endspan : endspanOf(question.columns)
  const factor = question.degree >= 2 ? Math.max(1, question.adjustEndspan) : 1
  const minspan =
    question.minspan > 0 ? question.minspan : minspanOf(question.columns, question.eligible)
  return centredSpans(question, minspan, Math.round(base * factor))
}
