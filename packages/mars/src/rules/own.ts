// Our own rules, the default: what earth does, less its defects, and with better judgement where
// measurements on Friedman's functions and real tables asked for it (docs/explain/own-rules.md).
//
// - tolerances are shares of what there was, and predictors and responses are moved to their least
//   values and means, so that neither units nor zeros change the model
// - every parent is searched at every step
// - candidates are compared by GCV, so that a predictor itself, which is one term, comes before a pair
//   of hinges, which is two, unless the pair is worth its knot (as py-earth chooses between the two)
// - end spans are counted in rows where the parent is above 0, at both ends alike; a term above 0 in
//   fewer rows than two end spans is no parent
// - the end span of interactions is multiplied by `adjustEndspan`, as earth's manual has it; the
//   default is 3, for that is what earth's default of 2 amounts to
// - a hinge may be nearly collinear once 8 columns are in, not 15, and before that where nothing else is
//   worth adding: with one row far out at the top of a predictor all its hinges are nearly collinear
// - coefficients are averaged along the path of pruning
// - the constants of the spans are Friedman's, not rounded ones
import { judgeByRsq, scalesByMean } from './earth.ts'
import { withinSupport } from './knot-ranks.ts'
import { pruningMethods } from './pruning-method.ts'
import type { Rules, SpanQuestion, Spans } from './rules.ts'
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

/** From so many columns on a hinge may be nearly collinear with them. */
const manyColumns = 8

/** Candidates are equal where rounding alone could tell them apart. */
const leastAdvantage = 1e-9

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
    'missingTerms',
    'observations',
    'maxKnots',
    'weights',
    'allowed',
    'glm',
  ],
  defaults: {
    nk: (columns) => Math.min(200, Math.max(20, 2 * columns)) + 1,
    adjustEndspan: 3,
    fastK: 0,
    fastBeta: 0,
    autoLinpreds: true,
    maxKnots: 500,
  },
  roundNk: (nk) => nk,
  movesOrigins: true,
  observations: (rows, weights) =>
    weights ? weights.reduce((count, weight) => count + (weight > 0 ? 1 : 0), 0) : rows,
  usableWeights: (weights) => (weights.every((weight) => weight === 1) ? null : weights),
  orthogonalTo: 'roots-of-weights',
  handicapsWeighted: true,
  handicapsBetweenParents: true,
  responseWeightMayBeZero: true,
  responseScales: scalesByMean,
  scalesResponse: () => false,
  spans: ownSpans,
  knotRanks: withinSupport,
  mayBeParent: hasRoomForSpans,
  knownFormWhen: 'never',
  isCollinear: ({ rest, centred, raw }) =>
    rest <= leastLinearShare * centred || rest <= roundingShare * raw,
  leastHingeShare: (columns) => (columns < manyColumns ? 0.01 : 1e-5),
  looksAgainBelow: manyColumns,
  sumsInRowOrder: false,
  takesColumnMean: 'after-normalising',
  firstNullSum: (sum) => sum,
  firstGain: (rssNull) => rssNull,
  gainLimit: (rss, previousGain) => Math.min(1.01 * rss, 10 * previousGain),
  overLimit: 'refused',
  worth: ({ gcv }) => -gcv,
  isBetter: (worth, best) => worth - best > leastAdvantage * Math.abs(worth),
  parents: 'all',
  negligibleRss: (rssNull) => 1e-14 * rssNull,
  judge: judgeByRsq,
  noCandidate: () => 'no-new-term',
  rankTolerance: 1e-8,
  dropsDependentBy: 'column',
  pruneMethods: () => pruningMethods,
  exhaustiveTolerance: 0,
  keepsBestSubsets: () => true,
  firstPruneIsStale: false,
  unprunedRssOf: 'model',
  negligibleSubset: 0,
  coefficients: ['averaged', 'least-squares'],
  onEqualGcv: 'smaller',
  gcvWhenUsedUp: 'infinite',
  reportedZero: 0,
}

/** Friedman's spans among the rows where the parent is above 0; the end span is multiplied for interactions. */
function ownSpans(question: SpanQuestion): Spans {
  const { columns, eligible, degree, adjustEndspan } = question
  const factor = degree >= 2 ? Math.max(1, adjustEndspan) : 1
  const minspan = question.minspan > 0 ? question.minspan : minspanOf(columns, eligible)
  const endspan = Math.round(plainEndspan(question) * factor)
  return centredSpans({ ...question, rows: eligible }, minspan, endspan)
}

/**
 * Whether the parent is above 0 in as many rows as two end spans; of few rows in all, in a third of
 * them.
 */
function hasRoomForSpans(question: SpanQuestion): boolean {
  const { degree, eligible, rows } = question
  return degree < 2 || eligible >= Math.min(2 * plainEndspan(question), rows / 3)
}

/** The end span before it is multiplied. */
function plainEndspan({ endspan, columns }: SpanQuestion): number {
  return endspan > 0 ? endspan : endspanOf(columns)
}
