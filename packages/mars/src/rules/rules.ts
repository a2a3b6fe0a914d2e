import type { CoefficientMethod } from './coefficient-method.ts'
import type { PruningMethod } from './pruning-method.ts'
import type { StopReason } from './stop-reason.ts'

/** The options that not every rule set has; `missingTerms` is the value `'terms'` of `missing`. */
export type RuleOption =
  | 'minspan'
  | 'endspan'
  | 'adjustEndspan'
  | 'newvarPenalty'
  | 'fastK'
  | 'fastBeta'
  | 'autoLinpreds'
  | 'linpreds'
  | 'nprune'
  | 'missingTerms'
  | 'observations'
  | 'maxKnots'
  | 'weights'
  | 'allowed'
  | 'glm'

/** One parent and predictor, rows in ascending order of the predictor. */
export interface SortedScan {
  readonly rows: number
  /** From which rank on the members below are filled in: no knot is asked for below it. */
  readonly lowest: number
  /** Up to which rank they are: no knot is asked for above it either. */
  readonly highest: number
  /** What is known of the ranks above. */
  readonly passed: PassedRanks
  /** Rows where the parent is above 0. */
  readonly eligible: number
  /** The predictor. */
  readonly x: Float64Array
  /** The parent's basis values. */
  readonly parent: Float64Array
  /** The constant column: 1, or in proportion to the roots of the weights. */
  readonly constant: Float64Array
  /** variance[i]: centred sum of squares of h(x − x[i])·parent. */
  readonly variance: Float64Array
}

/** The ranks of a scan that are not looked at one by one. */
export interface PassedRanks {
  /** How many of them are eligible for a knot: rows next below one whose parent is above 0. */
  readonly eligible: number
  /** How many of these have a hinge that is flat. */
  readonly flat: number
  /** The parent's value in the lowest row that counts. */
  readonly parent: number
}

/** How knots lie apart, counted in rows. */
export interface Spans {
  /** Eligible rows from the top to the first knot. */
  readonly start: number
  readonly minspan: number
  readonly endspan: number
}

/** What the spans of a parent are worked out from. */
export interface SpanQuestion {
  readonly rows: number
  /** Design columns. */
  readonly columns: number
  /** Rows where the parent is above 0. */
  readonly eligible: number
  /** Factors of the term that would be made. */
  readonly degree: number
  /** As given: 0 automatic, above 0 rows, below 0 a number of knots. */
  readonly minspan: number
  /** As given: 0 automatic, above 0 rows. */
  readonly endspan: number
  readonly adjustEndspan: number
}

/** Sums of squares of a linear candidate. */
export interface CandidateSquares {
  /** As it is. */
  readonly raw: number
  /** About its mean. */
  readonly centred: number
  /** Beside the terms there are. */
  readonly rest: number
}

/** What a candidate would make of the model. */
interface CandidateStep {
  /** What it takes off the RSS. */
  readonly gain: number
  /** The GCV with it; a pair of hinges counts as two terms, anything else as one. */
  readonly gcv: number
}

/** A step of the forward pass, worked out but not yet accepted. */
export interface ProposedStep {
  /** What the best candidate takes off the RSS. */
  readonly gain: number
  readonly rssBefore: number
  readonly rssNull: number
  readonly rsqGain: number
  readonly rsq: number
  readonly grsq: number
  /** GCV with the candidate over the GCV of the mean. */
  readonly gcvRatio: number
  /** Slots used once it is accepted, dead ones included. */
  readonly slots: number
  readonly nk: number
  readonly thresh: number
}

/** What becomes of a step: taken or not, and the reason to stop there, if any. */
export interface Verdict {
  readonly accept: boolean
  readonly stop: StopReason | null
}

/** Everything in which rule sets differ. Nothing outside this folder asks which one it runs. */
export interface Rules {
  /** What `compat` calls it; null for our own. */
  readonly compat: 'earth' | 'mda' | null
  readonly accepts: readonly RuleOption[]
  readonly defaults: {
    nk(columns: number): number
    readonly adjustEndspan: number
    readonly fastK: number
    readonly fastBeta: number
    readonly autoLinpreds: boolean
    readonly maxKnots: number
  }
  /** `nk` as it is used. */
  roundNk(nk: number): number

  /**
   * Whether the fit works on predictors less their least values and responses less their means, so
   * that it does not matter where their zeros lie.
   */
  readonly movesOrigins: boolean
  /** How many observations rows of these weights are: n of the GCV. */
  observations(rows: number, weights: Float64Array | null): number
  /** Case weights as they are used; null where all rows count alike. */
  usableWeights(weights: Float64Array): Float64Array | null
  /**
   * What the orthogonal columns of the terms begin with where rows have weights: the intercept's
   * column, which is √w, or 1 as without weights, so that they are not quite orthogonal to it.
   */
  readonly orthogonalTo: 'roots-of-weights' | 'ones'
  /** Whether predictors not yet in the model may have a handicap where rows have weights. */
  readonly handicapsWeighted: boolean
  /** Whether the handicap counts between parents too, or only among the predictors of one. */
  readonly handicapsBetweenParents: boolean
  readonly responseWeightMayBeZero: boolean
  /** What responses of these weights are multiplied by. */
  responseScales(wp: readonly number[]): readonly number[]
  /** Whether the response is divided by its standard deviation for the forward pass. */
  scalesResponse(responses: number, haveWeights: boolean): boolean
  spans(question: SpanQuestion): Spans
  /** Writes the ranks (from 0, descending) of the rows that may be knots and returns how many. */
  knotRanks(scan: SortedScan, spans: Spans, ranks: Int32Array): number

  /** Whether a term may be a parent; `question` is asked for the term that would be made. */
  mayBeParent(question: SpanQuestion): boolean

  /** How many live terms must have a candidate's variables for its form to be known already. */
  readonly knownFormWhen: 'every-term-has-it' | 'some-term-has-it' | 'never'
  /** Whether a linear candidate adds too little to the columns there are. */
  isCollinear(squares: CandidateSquares): boolean
  /** The share of its sum of squares that a hinge must keep beside so many columns. */
  leastHingeShare(columns: number): number
  /**
   * Where the pass would end with fewer slots than this, it looks again with the share that hinges
   * must keep beside so many columns.
   */
  readonly looksAgainBelow: number
  /**
   * Whether sums over rows are added up strictly from the first row to the last, because rounding
   * decides between candidates that are equal. R's packages do; faster orders round otherwise.
   */
  readonly sumsInRowOrder: boolean
  /**
   * When the mean of a term's orthogonal column is taken, by which the sweep centres it. It is 0
   * but for rounding; taken before the column has the length 1, that rounding grows with the unit
   * of the predictor.
   */
  readonly takesColumnMean: 'before-normalising' | 'after-normalising'
  /** What the first response adds to the RSS of the mean, by its sum of squares about the mean. */
  firstNullSum(sum: number, rows: number): number
  /** The gain taken as that of the step before the first one. */
  firstGain(rssNull: number): number
  /** The gain at which a candidate is too good to be true. */
  gainLimit(rss: number, previousGain: number): number
  /**
   * Whether a gain over the limit is refused, or set to 0 while responses are still being added.
   */
  readonly overLimit: 'refused' | 'zeroed'

  /** What candidates are compared by, the greater the better. */
  worth(step: CandidateStep): number
  /** Whether what is worth this much is better than the best so far, rounding aside. */
  isBetter(worth: number, best: number): boolean

  /** All live terms in order of creation, or those that the Fast MARS queue puts first. */
  readonly parents: 'all' | 'queue'
  /** RSS at or below this counts as 0. */
  negligibleRss(rssNull: number): number
  judge(step: ProposedStep): Verdict
  /**
   * The reason to stop where nothing can be added; `grsq` is that of one more term which gains
   * nothing.
   */
  noCandidate(step: { readonly thresh: number; readonly grsq: number }): StopReason

  /** A forward term is dependent below this share of its norm. */
  readonly rankTolerance: number
  /** mda takes the index of a dependent column among the live ones for a slot's index. */
  readonly dropsDependentBy: 'column' | 'slot-of-that-index'

  /** The ways to prune there are for so many responses. */
  pruneMethods(responses: number): readonly PruningMethod[]
  /**
   * Where the least singular value of the terms is below this share of the largest, terms are
   * pruned backward instead of by trying all subsets.
   */
  readonly exhaustiveTolerance: number
  /** Whether subsets that turn up on the way and beat the backward path are kept. */
  keepsBestSubsets(responses: number, terms: number): boolean
  /** mda's first backward step goes by the fit before the last forward step. */
  readonly firstPruneIsStale: boolean
  /** Whose RSS and GCV a model that was not pruned reports. */
  readonly unprunedRssOf: 'model' | 'path'
  /** RSS and GCV of a subset below this count as 0. */
  readonly negligibleSubset: number
  /** The ways to get coefficients there are; the first is the default. */
  readonly coefficients: readonly [CoefficientMethod, ...CoefficientMethod[]]
  /** Which of two sizes with equal GCV is chosen. */
  readonly onEqualGcv: 'smaller' | 'larger'
  readonly gcvWhenUsedUp: 'infinite' | 'formula'
  /** RSq and GRSq within this of 0 are reported as 0. */
  readonly reportedZero: number
}
