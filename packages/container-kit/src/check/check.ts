/**
 * What one check found.
 *
 * @public
 */
export interface CheckResult {
  /** What it belongs to. */
  readonly part: CheckPart
  /** The claim that was tried, such as `answers GET /ping with 200`. */
  readonly title: string
  /** `required` by the platform, or `recommended` by practice. */
  readonly level: CheckLevel
  /** Numbers of the statements that it tries, such as `S06`. */
  readonly ids: readonly string[]
  /** `skip` where nothing could be found out. */
  readonly outcome: 'pass' | 'fail' | 'skip'
  /** What was seen, and what to do about it. */
  readonly seen: string
}

/**
 * The halves of the contract, and what an image itself tells.
 *
 * @public
 */
export type CheckPart = 'image' | 'training' | 'serving'

/**
 * Whether the platform demands it.
 *
 * @public
 */
export type CheckLevel = 'required' | 'recommended'

/** A claim before it is tried. */
export type Claim = Pick<CheckResult, 'part' | 'title' | 'level' | 'ids'>

/** What came of trying one. */
export type Outcome = Pick<CheckResult, 'outcome' | 'seen'>

/** The claim holds. */
export function pass(seen: string): Outcome {
  return { outcome: 'pass', seen }
}

/** The claim does not hold; the text goes on to say what to do. */
export function fail(seen: string): Outcome {
  return { outcome: 'fail', seen }
}

/** Nothing can be said of the claim, for this reason. */
export function skip(reason: string): Outcome {
  return { outcome: 'skip', seen: reason }
}
