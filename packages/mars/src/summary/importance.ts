// How much each variable matters, as R's evimp: over the best subsets of size 2 … the selected one,
// every variable that occurs in the subset of size k is credited with
//
//   nsubsets += 1     gcv += GCV_{k−1} − GCV_k     rss += RSS_{k−1} − RSS_k
//
// gcv and rss then as root with its sign, and scaled so that the greatest in size is 100.
import { MarsError } from '../errors.ts'
import { greatest } from '../linear-algebra/greatest.ts'
import type { MarsModelValue, MarsSubset } from '../model.ts'
import { booleanOf } from '../options/option-values.ts'
import { refuseUnknown } from '../options/refuse-unknown.ts'
import { type Grouping, groupNames } from './grouping.ts'
import { columnsOf, namedColumns } from './model-terms.ts'

/**
 * What may be said of importance.
 *
 * @public
 */
export interface ImportanceOptions {
  /**
   * What counts as one variable.
   * @defaultValue 'column', as R does
   */
  readonly by?: Grouping | undefined
  /**
   * Whether to take the square root of `gcv` and `rss`, which brings them to the unit of the
   * response.
   * @defaultValue true
   */
  readonly sqrt?: boolean | undefined
  /**
   * Whether to leave out variables that occur in none of the subsets.
   * @defaultValue true
   */
  readonly trim?: boolean | undefined
}

/**
 * How much a variable matters, by three criteria.
 *
 * @public
 */
export interface MarsImportance {
  /** Of the design column, or of the table's column. */
  readonly name: string
  /** In how many of the best subsets, up to the size of the model, it occurs. */
  readonly nsubsets: number
  /**
   * By how much the subsets in which it occurs lower the GCV; the greatest is 100. A size whose GCV
   * is infinite counts nothing.
   */
  readonly gcv: number
  /** By how much they lower the RSS; the greatest is 100. */
  readonly rss: number
  /** Whether it occurs in the model; the best subset of a smaller size may hold others. */
  readonly used: boolean
}

/** The variables, the most important first: by `nsubsets`, then by `gcv`. */
export function importanceOf(
  model: MarsModelValue,
  options: ImportanceOptions,
): readonly MarsImportance[] {
  refuseUnknown(options, 'importance', ['by', 'sqrt', 'trim'])
  const names = groupNames(model, options.by)
  const root = booleanOf('sqrt', options.sqrt, true)
  const trim = booleanOf('trim', options.trim, true)

  const scores = creditsOf(names, model, subsetsOf(model))
  const gcvs = scaled(scores.map(({ gcv }) => (root ? signedRoot(gcv) : gcv)))
  const rsss = scaled(scores.map(({ rss }) => (root ? signedRoot(rss) : rss)))
  return scores
    .map((score, index) => ({ ...score, gcv: gcvs[index], rss: rsss[index] }))
    .filter(({ nsubsets }) => nsubsets > 0 || !trim)
    .sort((a, b) => b.nsubsets - a.nsubsets || b.gcv - a.gcv)
}

/** The subsets up to the size of the model. */
function subsetsOf(model: MarsModelValue): readonly MarsSubset[] {
  if (model.subsets) return model.subsets.slice(0, model.selected.length)
  throw new MarsError(
    'incomplete-model',
    "The model was read from JSON that lacks 'subsets', from which importance is worked out: write the JSON anew with this package.",
  )
}

/** What each variable is credited with, in design order. */
function creditsOf(
  names: readonly string[],
  model: MarsModelValue,
  subsets: readonly MarsSubset[],
): readonly MarsImportance[] {
  const columns = namedColumns(model)
  const namesOfTerms = model.dirs.map((dirs, t) =>
    columnsOf({ dirs, cuts: model.cuts[t] }, columns).map((v) => names[v]),
  )
  const used = new Set(model.selected.flatMap((term) => namesOfTerms[term]))
  const credits = new Map(
    names.map((name) => [name, { name, nsubsets: 0, gcv: 0, rss: 0, used: used.has(name) }]),
  )
  for (const [index, subset] of subsets.entries()) {
    if (index === 0) continue
    const before = subsets[index - 1]
    const priced = Number.isFinite(before.gcv) && Number.isFinite(subset.gcv)
    for (const name of new Set(subset.members.flatMap((term) => namesOfTerms[term]))) {
      const credit = credits.get(name)
      if (credit === undefined) continue
      credit.nsubsets += 1
      credit.rss += before.rss - subset.rss
      if (priced) credit.gcv += before.gcv - subset.gcv
    }
  }
  return [...credits.values()]
}

/** The square root of the size, with the sign. */
function signedRoot(value: number): number {
  return Math.sign(value) * Math.sqrt(Math.abs(value))
}

/** The values as shares of the greatest in size, which becomes 100 or −100. */
function scaled(values: readonly number[]): readonly number[] {
  const size = greatest(values.map(Math.abs))
  return values.map((value) => (size === 0 ? 0 : 100 * (value / size)))
}
