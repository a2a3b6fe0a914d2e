import { describe, listed, MarsError } from '../errors.ts'
import { nearestName } from './nearest-name.ts'

/**
 * How a column becomes a factor.
 *
 * @example
 * ```ts
 * import { fitMars } from '@byo/mars'
 *
 * const table = {
 *   size: ['small', 'large', 'small', 'medium', 'large', 'medium'],
 *   doors: [2, 4, 4, 2, 2, 4],
 *   sold: ['yes', 'no', 'yes', 'yes', 'no', 'no'],
 * }
 * const size = { levels: ['small', 'medium', 'large'], ordered: true }
 * const model = fitMars(table, 'sold', { factors: { size, doors: {} } })
 * model.predict(table, { type: 'class' }) // 'yes' or 'no' for each row
 * ```
 *
 * @public
 */
export interface FactorOptions {
  /**
   * The levels in their order; a cell that is none of them is an error.
   * @defaultValue those of the training rows: texts sorted by code units, numbers by size
   */
  readonly levels?: readonly string[] | undefined
  /**
   * Whether the levels are steps in their order: polynomial contrasts (`size.L`, `size.Q`, `size.C`,
   * `size^4` …) in place of one 0/1 column a level, for at most 95 levels. Has no effect on a
   * response.
   * @defaultValue false
   */
  readonly ordered?: boolean | undefined
  /**
   * The level that has no column of its own; it becomes the first one, as R's `relevel` has it. Of a
   * response with two levels it is the one predicted by 0. Not with `ordered`.
   * @defaultValue the first level
   */
  readonly base?: string | undefined
}

/** Checked options of a factor; null where nothing was given. */
export interface ResolvedFactor {
  readonly levels: readonly string[] | null
  readonly ordered: boolean
  readonly base: string | null
}

/** Checks the options of all factors, by the columns' names. */
export function factorsOf(given: unknown): ReadonlyMap<string, ResolvedFactor> {
  if (given === undefined) return new Map()
  if (typeof given === 'object' && given !== null && !Array.isArray(given)) {
    return new Map(Object.entries(given).map(([name, each]) => [name, factorOf(name, each)]))
  }
  throw new MarsError(
    'invalid-option',
    `Option factors is ${describe(given)}: give an object of { levels, ordered, base } by column name.`,
  )
}

/** Checks the options of one factor. */
function factorOf(column: string, given: unknown): ResolvedFactor {
  const where = `factors of column ${describe(column)}`
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    throw invalid(where, given, 'it has to be an object, { } if there is nothing to say')
  }
  for (const name of Object.keys(given)) {
    if (members.includes(name)) continue
    throw new MarsError(
      'unknown-option',
      `There is no option ${describe(name)} in ${where}: did you mean ${nearestName(name, members)}?`,
    )
  }
  const { levels, ordered = false, base } = given as Partial<Record<keyof FactorOptions, unknown>>
  if (levels !== undefined && !isLevels(levels)) {
    throw invalid(
      `levels in ${where}`,
      levels,
      'it has to be an array of at least two different texts',
    )
  }
  if (typeof ordered !== 'boolean') {
    throw invalid(`ordered in ${where}`, ordered, 'it has to be true or false')
  }
  if (base !== undefined && typeof base !== 'string') {
    throw invalid(`base in ${where}`, base, 'it has to be the text of a level')
  }
  if (base !== undefined && ordered) {
    throw invalid(`base in ${where}`, base, 'an ordered factor has no base level, leave one out')
  }
  if (base !== undefined && levels !== undefined && !levels.includes(base)) {
    throw invalid(`base in ${where}`, base, `it has to be one of the levels ${listed(levels)}`)
  }
  return { levels: levels === undefined ? null : [...levels], ordered, base: base ?? null }
}

/** Whether a value is a list of at least two different texts. */
function isLevels(value: unknown): value is readonly string[] {
  return (
    Array.isArray(value) &&
    value.length > 1 &&
    value.every((level) => typeof level === 'string') &&
    new Set(value).size === value.length
  )
}

/** The error for a value that a member cannot have. */
function invalid(member: string, value: unknown, advice: string): MarsError {
  return new MarsError('invalid-option', `Option ${member} is ${describe(value)}: ${advice}.`)
}

const members: readonly string[] = ['levels', 'ordered', 'base']
