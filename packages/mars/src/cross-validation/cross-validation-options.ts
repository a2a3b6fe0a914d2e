import { describe, MarsError } from '../errors.ts'
import type { MarsOptions } from '../options/mars-options.ts'
import { booleanOf, numberOf } from '../options/option-values.ts'
import { modulus } from './random-order.ts'

/**
 * What can be asked of {@link crossValidate}: the options of the fits, and how rows are put into folds.
 *
 * @public
 */
export interface CrossValidationOptions extends MarsOptions {
  /**
   * How many folds, from 2 to the number of rows.
   * @defaultValue 5; with `groups` the greatest of them
   */
  readonly nfold?: number | undefined
  /**
   * How many times over, each time with other folds, from 1 to 1000.
   * @defaultValue 1; with `groups` as many as there are
   */
  readonly ncross?: number | undefined
  /**
   * Whether rows are dealt out class by class, so that each fold has its share of every class. Rows
   * are of one class where the same responses are 0.
   * @defaultValue true
   */
  readonly stratify?: boolean | undefined
  /**
   * The fold of every row of the table, from 1 to `nfold`, in place of random ones; an array of such
   * arrays, one a time, for more than once.
   * @defaultValue random folds
   */
  readonly groups?: readonly number[] | readonly (readonly number[])[] | undefined
  /**
   * Where the random numbers begin, from 1 to 2147483646: the same seed, the same folds.
   * @defaultValue 1
   */
  readonly seed?: number | undefined
}

/** How rows are put into folds, checked. */
export interface FoldOptions {
  readonly nfold: number
  readonly ncross: number
  readonly stratify: boolean
  readonly seed: number
  /** The fold of every row given, one array a time; null for random ones. */
  readonly groups: readonly (readonly number[])[] | null
}

/** Checks the options of the folds, and parts them from those of the fits. */
export function foldOptions(given: CrossValidationOptions): {
  readonly folds: FoldOptions
  readonly fit: MarsOptions
} {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    throw new MarsError('invalid-option', `The options are ${describe(given)}, not an object.`)
  }
  const { nfold, ncross, stratify, groups, seed, ...fit } = given
  const labels = groupsOf(groups)
  const greatest = labels?.flat().reduce((most, label) => Math.max(most, label), 0)
  const folds = {
    nfold: numberOf('nfold', nfold, greatest ?? 5, { least: 2, whole: true }),
    ncross: numberOf('ncross', ncross, labels?.length ?? 1, { least: 1, most: 1000, whole: true }),
    stratify: booleanOf('stratify', stratify, true),
    seed: numberOf('seed', seed, 1, { least: 1, most: modulus - 1, whole: true }),
    groups: labels,
  }
  if (labels !== null && (folds.nfold !== greatest || folds.ncross !== labels.length)) {
    throw new MarsError(
      'invalid-option',
      `Option groups makes ${greatest} folds ${labels.length} times, and nfold and ncross ask for ${folds.nfold} and ${folds.ncross}: leave them out.`,
    )
  }
  return { folds, fit }
}

/** The labels of each time; null where none are given. */
function groupsOf(given: unknown): readonly (readonly number[])[] | null {
  if (given === undefined) return null
  const times: readonly unknown[] = Array.isArray(given) ? given : []
  const each = times.every((labels) => Array.isArray(labels)) ? times : [times]
  if (each.length > 0 && each.every(isLabels)) return each
  throw new MarsError(
    'invalid-option',
    `Option groups is ${describe(given)}: it has to be an array of whole numbers from 1, or several such arrays, with at least two different numbers in each and none left out below the greatest.`,
  )
}

/** Whether a value is the labels of at least two folds, each of which occurs. */
function isLabels(value: unknown): value is readonly number[] {
  if (!Array.isArray(value)) return false
  const different = new Set<unknown>(value)
  return (
    different.size > 1 && Array.from(different, (_, at) => at + 1).every((n) => different.has(n))
  )
}
