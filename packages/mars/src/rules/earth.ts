// The rules of R's earth 5.3, defects included. Source: its behaviour, measured.
import { countedDown } from './knot-ranks.ts'
import { pruningMethods } from './pruning-method.ts'
import type { ProposedStep, Rules, SpanQuestion, Spans, Verdict } from './rules.ts'
import { centredSpans, roundedEndspanOf, roundedMinspanOf } from './spans.ts'
import type { StopReason } from './stop-reason.ts'

/** earth's rules. */
export const earthRules: Rules = {
  compat: 'earth',
  accepts: [
    'minspan',
    'endspan',
    'adjustEndspan',
    'newvarPenalty',
    'fastK',
    'fastBeta',
    'autoLinpreds',
    'linpreds',
    'nprune',
    'weights',
    'allowed',
    'glm',
  ],
  defaults: {
    nk: (columns) => Math.min(200, Math.max(20, 2 * columns)) + 1,
    adjustEndspan: 2,
    fastK: 20,
    fastBeta: 1,
    autoLinpreds: true,
    maxKnots: Number.POSITIVE_INFINITY,
  },
  roundNk: (nk) => nk,
  usableWeights: unlessEqual,
  movesOrigins: false,
  observations: (rows) => rows,
  orthogonalTo: 'ones',
  handicapsBetweenParents: false,
  handicapsWeighted: false,
  responseWeightMayBeZero: true,
  responseScales: scalesByMean,
  scalesResponse: (responses, haveWeights) => responses === 1 && !haveWeights,
  spans: earthSpans,
  knotRanks: countedDown,
  mayBeParent: () => true,
  knownFormWhen: 'every-term-has-it',
  // An absolute bound: the reason why earth's models change with the unit of a predictor.
  isCollinear: ({ rest }) => rest <= 0.01,
  leastHingeShare: (columns) => (columns < 15 ? 0.01 : 1e-5),
  looksAgainBelow: 0,
  sumsInRowOrder: true,
  takesColumnMean: 'before-normalising',
  // Absolute: a first response of less variance counts with this much of it.
  firstNullSum: (sum, rows) => Math.max(sum, 1e-8 * rows),
  firstGain: (rssNull) => rssNull,
  gainLimit: (rss, previousGain) => Math.min(1.01 * rss, 10 * previousGain),
  overLimit: 'refused',
  worth: ({ gain }) => gain,
  isBetter: (worth, best) => worth > best,
  parents: 'queue',
  negligibleRss: () => 1e-10,
  judge: judgeByRsq,
  noCandidate: ({ thresh, grsq }) =>
    thresh === 0 ? 'no-new-term' : (tooLow(grsq) ?? 'rsq-gain-below-thresh'),
  rankTolerance: 1e-8,
  dropsDependentBy: 'column',
  pruneMethods: (responses) => (responses === 1 ? pruningMethods : ['backward', 'none']),
  exhaustiveTolerance: 1e-10,
  // Two columns leave nothing to search, and several responses go the plain way.
  keepsBestSubsets: (responses, terms) => responses === 1 && terms > 2,
  firstPruneIsStale: false,
  // With nprune the terms are the first ones, and yet the RSS is that of the path's subset of that
  // size.
  unprunedRssOf: 'path',
  // Absolute again: a response of the size 1e-6 seems fitted by the mean alone.
  negligibleSubset: 1e-10,
  coefficients: ['least-squares'],
  onEqualGcv: 'smaller',
  gcvWhenUsedUp: 'infinite',
  reportedZero: 1e-5,
}

/** Weights over their mean, as factors; a weight of 0 becomes a very small one. */
export function scalesByMean(wp: readonly number[]): readonly number[] {
  const mean = wp.reduce((sum, weight) => sum + weight, 0) / wp.length
  return wp.map((weight) => Math.sqrt(Math.max(weight, mean / 1e8) / mean))
}

/** Weights that differ from the first one; a weight of 0 becomes a very small one. */
function unlessEqual(weights: Float64Array): Float64Array | null {
  if (weights.every((weight) => Math.abs(weight - weights[0]) <= 1e-8)) return null
  const least = weights.reduce((sum, weight) => sum + weight, 0) / weights.length / 1e8
  return weights.map((weight) => Math.max(weight, least))
}

/** earth's spans: the adjustment is added, so that the default 2 triples the end span. */
function earthSpans(question: SpanQuestion): Spans {
  let endspan = question.endspan > 0 ? question.endspan : roundedEndspanOf(question.columns)
  if (question.degree >= 2) endspan += Math.trunc(question.adjustEndspan * endspan + 0.5)
  const minspan =
    question.minspan > 0 ? question.minspan : roundedMinspanOf(question.columns, question.eligible)
  return centredSpans(question, minspan, endspan)
}

/** The stops of earth in its order; `thresh` 0 turns those off that depend on it. */
export function judgeByRsq(step: ProposedStep): Verdict {
  if (step.thresh !== 0) {
    const low = tooLow(step.grsq)
    if (low) return { accept: false, stop: low }
    if (step.rsqGain < step.thresh) return { accept: false, stop: 'rsq-gain-below-thresh' }
  }
  if (step.rsq >= 1 - step.thresh) return { accept: true, stop: 'rsq-near-one' }
  return { accept: true, stop: step.slots >= step.nk - 1 ? 'nk-reached' : null }
}

/** The reason to stop that a GRSq is, if it is one. */
function tooLow(grsq: number): StopReason | null {
  if (grsq < -1000) return 'grsq-infinite'
  return grsq < -10 ? 'grsq-too-low' : null
}
