import { readFileSync } from 'node:fs'
import type { MarsOptions, MarsProposal } from '@byo/mars'

/** A fit that R made: see fixtures/README.md. */
export interface ReferenceCase {
  readonly name: string
  readonly pkg: 'earth' | 'mda'
  readonly args: Readonly<Record<string, number | boolean | string | number[]>>
  readonly x: readonly number[][]
  readonly y: readonly number[][]
  /** Weights of the rows. */
  readonly w?: readonly number[]
  /** Weights of the responses. */
  readonly wp?: readonly number[]
  readonly dirs: readonly number[][]
  readonly cuts: readonly number[][]
  readonly all?: readonly number[]
  readonly selected: readonly number[]
  readonly coef: readonly number[][]
  readonly rss: number
  /** Texts stand for what JSON has no number for. */
  readonly gcv: number | string
  readonly rsq?: number | string
  readonly grsq?: number | string
  readonly termcond?: number
}

/** The cases of one package in a fixture file. */
export function referenceCases(file: string, pkg: 'earth' | 'mda'): readonly ReferenceCase[] {
  const path = new URL(`../fixtures/${file}`, import.meta.url)
  const cases = JSON.parse(readFileSync(path, 'utf8')) as readonly ReferenceCase[]
  return cases.filter((each) => each.pkg === pkg)
}

/** The table of a case: predictors x1, x2 …, responses y1, y2 …. */
export function tableOf(each: ReferenceCase): {
  readonly table: Record<string, Float64Array>
  readonly responses: readonly string[]
} {
  const table: Record<string, Float64Array> = {}
  for (const [j] of each.x[0].entries()) {
    table[`x${j + 1}`] = Float64Array.from(each.x, (row) => row[j])
  }
  const responses = each.y[0].map((_, r) => `y${r + 1}`)
  for (const [r, name] of responses.entries()) {
    table[name] = Float64Array.from(each.y, (row) => row[r])
  }
  return { table, responses }
}

/** R's arguments as our options. */
export function optionsOf({ pkg, args, w, wp }: ReferenceCase): MarsOptions {
  const options: Record<string, unknown> = { compat: pkg, weights: w, wp }
  for (const [name, value] of Object.entries(args)) {
    if (name === 'linpreds') options.linpreds = [value].flat().map((index) => `x${index}`)
    else if (name === 'prune') options.pmethod = value ? 'backward' : 'none'
    else if (name === 'allowed') options.allowed = allowedFunctions[String(value)]
    else options[ourNames[name] ?? name] = value
  }
  return options
}

/** The terms R kept, of all the slots it lists. */
export function liveTerms(each: ReferenceCase): {
  readonly dirs: readonly number[][]
  readonly cuts: readonly number[][]
  readonly selected: readonly number[]
} {
  const live = each.all ?? each.dirs.map((_, index) => index + 1)
  return {
    dirs: live.map((slot) => each.dirs[slot - 1]),
    cuts: live.map((slot) => each.cuts[slot - 1]),
    selected: each.selected.map((slot) => live.indexOf(slot)),
  }
}

/** The functions that fixtures/run-fit.R gives to earth, by the same names. */
const allowedFunctions: Readonly<Record<string, (proposal: MarsProposal) => boolean>> = {
  'not-x1-with-others': ({ degree, predictor, parents }) =>
    degree === 1 || (predictor !== 'x1' && parents.every((each) => each.predictor !== 'x1')),
  'x2-only-at-degree-1': ({ degree, predictor, parents }) =>
    degree === 1 || (predictor !== 'x2' && parents.every((each) => each.predictor !== 'x2')),
  'only-x1-with-x3': ({ degree, column, parents }) =>
    degree === 1 ||
    [column, ...parents.map((each) => each.column)].every((name) => ['x1', 'x3'].includes(name)),
  'never-x2': ({ predictor }) => predictor !== 'x2',
  'only-under-rising-hinges': ({ parents }) => parents.every(({ dir }) => dir > 0),
  nothing: () => false,
}

const ourNames: Readonly<Record<string, string>> = {
  'Adjust.endspan': 'adjustEndspan',
  'Auto.linpreds': 'autoLinpreds',
  'fast.beta': 'fastBeta',
  'fast.k': 'fastK',
  'newvar.penalty': 'newvarPenalty',
}
