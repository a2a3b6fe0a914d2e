// A grid filled in a window only says there what the whole one says, and so do the sweeps down it.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { forwardProblem } from '../../../src/forward/forward-problem.ts'
import {
  emptyKnotGrid,
  fillKnotGrid,
  type GridColumns,
  type KnotGrid,
  type KnotWindow,
} from '../../../src/forward/pair/knot-grid.ts'
import { emptyRowsAbove } from '../../../src/forward/pair/rows-above.ts'
import { startsOf, sweepTwo } from '../../../src/forward/pair/sweep.ts'
import { positives } from '../../../src/linear-algebra/sums.ts'
import { ownRules } from '../../../src/rules/own.ts'
import { lehmer } from '../../oracles/random-table.ts'
import { expectClose } from '../../reference/close-to.ts'

const cases = fc.record({
  seed: fc.integer({ min: 1, max: 2 ** 31 - 2 }),
  rows: fc.integer({ min: 12, max: 90 }),
  ties: fc.boolean(),
  weighted: fc.boolean(),
  minspan: fc.integer({ min: 1, max: 4 }),
  start: fc.integer({ min: 1, max: 6 }),
  cuts: fc.tuple(
    fc.double({ min: 0, max: 1, noNaN: true }),
    fc.double({ min: 0, max: 1, noNaN: true }),
  ),
})
type Case = typeof cases extends fc.Arbitrary<infer Each> ? Each : never

describe('a grid of knots in a window', () => {
  it('is that part of the whole grid', () => {
    fc.assert(
      fc.property(cases, (each) => {
        const whole = filled(each, () => null)
        const part = filled(each, ({ predictor }) => windowOf(predictor, each.cuts))
        const { low, high } = windowOf(whole.columns.predictor, each.cuts)
        const places = [...whole.products.keys()].filter((k) => {
          const value = valueAt(whole.grid, k)
          return value >= low && value <= high
        })
        expect(part.products.map((_, k) => part.grid.ranks[k])).toEqual(
          places.map((k) => whole.grid.ranks[k]),
        )
        const variances = ({ grid }: typeof whole, k: number) => grid.variance[grid.ranks[k]]
        expectClose(
          part.products.map((_, k) => variances(part, k)),
          places.map((k) => variances(whole, k)),
          1e-9,
        )
        expectClose(
          part.products,
          places.map((k) => whole.products[k]),
          1e-9,
        )
      }),
      { numRuns: 300 },
    )
  })
})

/** The values between two shares of the rows. */
function windowOf(predictor: Float64Array, cuts: readonly [number, number]): KnotWindow {
  const sorted = predictor.toSorted()
  const [low, high] = [...cuts]
    .sort((a, b) => a - b)
    .map((cut) => sorted[Math.floor(cut * (sorted.length - 1))])
  return { low, high }
}

function valueAt({ x, ranks }: KnotGrid, k: number): number {
  return x[ranks[k]]
}

/** A grid, and the products of a random column with its hinges. */
function filled(each: Case, window: (columns: GridColumns) => KnotWindow | null) {
  const random = lehmer(each.seed)
  const column = (value: () => number): Float64Array =>
    Float64Array.from({ length: each.rows }, value)
  const predictor = column(() => (each.ties ? Math.floor(random() * 9) : random()))
  const sqrtWeights = each.weighted ? column(() => Math.floor(random() * 3) / 2) : null
  const y = column(random)
  const { problem } = forwardProblem(
    { design: [predictor], responses: [y], sqrtWeights, observations: each.rows },
    ownRules,
    false,
  )
  const { constant } = problem
  // Half of the parent is 0, and so is all that has no weight.
  const parent = column(() => Math.max(0, random() - 0.5)).map((value, i) =>
    constant === null ? value : value * constant[i],
  )
  const columns: GridColumns = {
    parent,
    predictor,
    order: problem.orderOf(0),
    eligible: positives(parent),
    constant,
  }
  const spans = { start: each.start, minspan: each.minspan, endspan: 1 }
  const grid = emptyKnotGrid(each.rows, emptyRowsAbove(problem))
  const choose = ownRules.knotRanks.bind(ownRules)
  fillKnotGrid(grid, columns, (scan, ranks) => choose(scan, spans, ranks), window(columns))
  const swept = { ortho: y, mean: each.weighted ? 0 : 0.1 }
  const [products, spare] = [column(() => 0), column(() => 0)]
  const [start] = startsOf(grid, [swept])
  sweepTwo(grid, columns.order, swept, swept, products, spare, [start, start])
  return { grid, columns, products: [...products.subarray(0, grid.count)] }
}
