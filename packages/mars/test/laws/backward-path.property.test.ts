import { fitMars } from '@byo/mars'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { evaluateTerms } from '../oracles/evaluate-terms.ts'
import { namedTable, randomTables } from '../oracles/random-table.ts'
import { residualSum } from '../oracles/residual-sum.ts'
import { expectClose } from '../reference/close-to.ts'

/** The best subset found of each size. */
interface NaivePath {
  readonly members: number[][]
  readonly rss: number[]
}

/**
 * Backward elimination by a least-squares fit for every subset. The terms stand in a row; the one that
 * is dropped moves behind those that stay, and the leading subsets that this makes may replace worse
 * ones of their size.
 */
function naivePath(
  columns: readonly Float64Array[],
  responses: readonly Float64Array[],
  keepsBest: boolean,
): NaivePath {
  const rssOf = (terms: readonly number[]): number => {
    const chosen = terms.map((term) => columns[term])
    return responses.reduce((sum, y) => sum + residualSum(chosen, y), 0)
  }
  let order = [...columns.keys()]
  const path: NaivePath = {
    members: order.map((_, at) => order.slice(0, at + 1)),
    rss: order.map((_, at) => rssOf(order.slice(0, at + 1))),
  }
  for (let size = order.length; size > 1; size -= 1) {
    const without = order.slice(1, size).map((term) => {
      return rssOf(order.slice(0, size).filter((each) => each !== term))
    })
    const dropped = 1 + without.indexOf(Math.min(...without))
    const rest = order.filter((_, at) => at !== dropped)
    order = [...rest.slice(0, size - 1), order[dropped], ...rest.slice(size - 1)]
    for (let k = keepsBest ? dropped + 1 : size - 1; k < size; k += 1) {
      const rss = rssOf(order.slice(0, k))
      if (keepsBest && rss >= path.rss[k - 1]) continue
      path.rss[k - 1] = rss
      path.members[k - 1] = order.slice(0, k).sort((a, b) => a - b)
    }
  }
  return path
}

describe('the backward pass', () => {
  it.each([
    ['our own rules', null, ['y'], true],
    ['our own rules and several responses', null, ['y', 'z'], true],
    ['earth', 'earth', ['y'], true],
    ['earth and several responses', 'earth', ['y', 'z'], false],
  ] as const)(
    'finds by %s the subsets that refitting every one finds',
    (_, compat, responses, keepsBest) => {
      fc.assert(
        fc.property(randomTables, fc.integer({ min: 1, max: 2 }), (random, degree) => {
          const z = random.y.map((value, i) => value * random.x[0][i] + random.x[1][i])
          const table: Record<string, Float64Array> = { ...namedTable(random), z }
          const { dirs, cuts, subsets, selected } = fitMars(table, responses, {
            compat,
            degree,
            nk: 13,
          }).value
          const names = responses.length === 1 ? [...random.x, z] : random.x
          const terms = dirs.map((each, t) => ({ dirs: each, cuts: cuts[t] }))
          const targets = responses.map((name) => table[name])
          const naive = naivePath(evaluateTerms(terms, names), targets, keepsBest)
          expectClose(subsets?.map(({ rss }) => rss) ?? [], naive.rss, 1e-7)
          expect(subsets?.map(({ members }) => members)).toEqual(naive.members)
          expect(selected).toEqual(naive.members[selected.length - 1])
        }),
        { numRuns: 25 },
      )
    },
  )
})
