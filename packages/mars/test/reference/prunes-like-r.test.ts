import { readFileSync } from 'node:fs'
import { fitMars, type MarsOptions } from '@byo/mars'
import { describe, expect, it } from 'vitest'
import { searchedPath } from '../../src/backward/searched-path.ts'
import { weightedRows } from '../../src/linear-algebra/weighted-rows.ts'
import { earthRules } from '../../src/rules/earth.ts'
import { evaluateTerms } from '../oracles/evaluate-terms.ts'
import { optionsOf, type ReferenceCase, tableOf } from './cases.ts'
import { expectClose } from './close-to.ts'

/** What R found by one way of pruning: terms from 1. */
interface Pruned {
  readonly members: readonly number[][]
  readonly rss: readonly number[]
  readonly selected: readonly number[]
  readonly gcv: number
  /** What it selected with `nprune` at each of the bounds. */
  readonly bounded: readonly number[][]
}

type Method = 'backward' | 'exhaustive' | 'forward' | 'seqrep'

type PruningCase = Omit<ReferenceCase, 'pkg'> & {
  readonly bounds: readonly number[]
  readonly methods: Readonly<Record<Method, Pruned>>
}

const path = new URL('../fixtures/pruning.json', import.meta.url)
const cases = JSON.parse(readFileSync(path, 'utf8')) as readonly PruningCase[]
const runs = cases.flatMap((each) =>
  (Object.keys(each.methods) as Method[]).map((method) => [each.name, method, each] as const),
)

it('there are 14 tables to prune in 4 ways', () => {
  expect(runs).toHaveLength(56)
})

describe("compat 'earth' prunes as R does", () => {
  it.each(runs)('%s, %s: the same subset of each size', (_, pmethod, each) => {
    const expected = each.methods[pmethod]
    const { columns, y } = weightedTerms(each)

    const found = searchedPath(
      { columns, columnsBeforeLastStep: columns, responses: [y], observations: y.length },
      {
        rules: earthRules,
        penalty: 2,
        pmethod,
        nprune: Number.POSITIVE_INFINITY,
        signal: { aborted: false },
      },
    )

    expect(found.members).toEqual(expected.members.map((terms) => fromZero(terms)))
    expectClose(found.rss, expected.rss)
  })

  it.each(runs)('%s, %s: the same terms, also within nprune', (_, pmethod, each) => {
    const expected = each.methods[pmethod]
    const { table, responses } = tableOf({ ...each, pkg: 'earth' })
    const fit = (more: MarsOptions) =>
      fitMars(table, responses, { ...optionsOf({ ...each, pkg: 'earth' }), pmethod, ...more })

    const model = fit({})
    expect(model.value.selected).toEqual(fromZero(expected.selected))
    expectClose([model.gcv], [expected.gcv])
    const bounded = each.bounds.map((nprune) => fit({ nprune }).value.selected)
    expect(bounded).toEqual(expected.bounded.map((terms) => fromZero(terms)))
  })
})

/** The terms' columns and the response as they are pruned. */
function weightedTerms(each: PruningCase) {
  const design = each.x[0].map((_, j) => Float64Array.from(each.x, (row) => row[j]))
  const terms = each.dirs.map((dirs, t) => ({ dirs, cuts: each.cuts[t] }))
  const roots = each.w ? Float64Array.from(each.w, Math.sqrt) : null
  const y = Float64Array.from(each.y, (row) => row[0])
  const columns = evaluateTerms(terms, design).map((column) => weightedRows(column, roots))
  return { columns, y: weightedRows(y, roots) }
}

/** R's terms as ours, ascending. */
function fromZero(terms: readonly number[]): readonly number[] {
  return terms.map((term) => term - 1).sort((a, b) => a - b)
}
