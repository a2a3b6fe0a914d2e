import { readFileSync } from 'node:fs'
import { fitMars, type MarsFit } from '@byo/mars'
import { optionsOf, type ReferenceCase, referenceCases } from './cases.ts'

/** What R reports of a pruned model. */
export interface Figures {
  readonly selected: readonly number[]
  readonly coef: readonly number[][]
  readonly rss: number
  readonly gcv: number
  readonly rsq: number
  readonly grsq: number
}

/** R's evimp, unused variables included. */
export interface Evimp {
  readonly names: readonly string[]
  readonly used: readonly boolean[]
  readonly nsubsets: readonly number[]
  readonly gcv: readonly number[]
  readonly rss: readonly number[]
}

/** What R makes of a model of earth: see fixtures/generate-model.R. */
export interface ModelCase extends Figures {
  readonly name: string
  /** The case of fits.json that holds the rows. */
  readonly fit: string
  /** The rows themselves where fits.json has none of them. */
  readonly x?: readonly number[][]
  readonly y?: readonly number[][]
  readonly columns: readonly string[]
  readonly responses: readonly string[]
  readonly args: ReferenceCase['args']
  readonly yTimes: number
  readonly xTimes: number
  readonly xPlus: number
  readonly termNames: readonly string[]
  readonly residuals?: readonly number[]
  readonly leverages?: readonly number[]
  readonly pruneTerms: readonly number[][]
  readonly rssPerSubset: readonly number[]
  readonly gcvPerSubset: readonly number[]
  readonly perResponse: {
    readonly rss: readonly number[]
    readonly gcv: readonly number[]
    readonly rsq: readonly number[]
    readonly grsq: readonly number[]
  }
  readonly evimp: Evimp
  readonly evimpRaw: Evimp
  readonly terms: { readonly names: readonly string[]; readonly values: readonly number[][] }
  /** By style and decomp, or style and digits: the lines of each response. */
  readonly formats: Readonly<Record<string, readonly string[][]>>
  readonly print: readonly string[]
  readonly summaries: Readonly<Record<string, readonly string[]>>
  readonly updates: readonly (Figures & { readonly args: ReferenceCase['args'] })[]
}

/** Every case of model.json. */
export const modelCases = JSON.parse(
  readFileSync(new URL('../fixtures/model.json', import.meta.url), 'utf8'),
) as readonly ModelCase[]

/** The table of a case. */
export function modelTable(each: ModelCase): Record<string, Float64Array> {
  const stored = referenceCases('fits.json', 'earth').find(({ name }) => name === each.fit)
  const { x = stored?.x, y = stored?.y } = each
  if (x === undefined || y === undefined) throw new Error(`there is no case ${each.fit}`)
  const table: Record<string, Float64Array> = {}
  for (const [j, name] of each.columns.entries()) {
    table[name] = Float64Array.from(x, (row) => row[j] * each.xTimes + each.xPlus)
  }
  for (const [r, name] of each.responses.entries()) {
    table[name] = Float64Array.from(y, (row) => row[r] * each.yTimes)
  }
  return table
}

/** Fits a case under earth's rules. */
export function fitCase(each: ModelCase): MarsFit {
  const { linpreds, ...args } = optionsOf({ ...each, pkg: 'earth' } as never)
  const names = linpreds?.map((name) => each.columns[Number(name.slice(1)) - 1])
  return fitMars(modelTable(each), each.responses, { ...args, linpreds: names })
}
