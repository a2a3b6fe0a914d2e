import fc from 'fast-check'
import { describe, it } from 'vitest'
import {
  emptyHingeSquares,
  fillHingeSquares,
  hingeProducts,
  hingeProductsOfRows,
  isWalkedThrough,
} from '../../../src/forward/screen/hinge-products.ts'
import { boundariesOf } from '../../../src/forward/screen/knot-bins.ts'
import { createRowSums } from '../../../src/forward/screen/row-sums.ts'
import { fillRowsByBin } from '../../../src/forward/screen/rows-by-bin.ts'
import { ownMemory } from '../../../src/kernel/memory.ts'
import { ascendingOrders } from '../../../src/linear-algebra/ascending-orders.ts'
import { lehmer } from '../../oracles/random-table.ts'
import { expectClose } from '../../reference/close-to.ts'

const cases = fc.record({
  seed: fc.integer({ min: 1, max: 2 ** 31 - 2 }),
  rows: fc.integer({ min: 3, max: 60 }),
  most: fc.integer({ min: 3, max: 60 }),
  ties: fc.boolean(),
})

describe('products with hinges', () => {
  it('are those of the hinge at every boundary', () => {
    fc.assert(
      fc.property(cases, ({ seed, rows, most, ties }) => {
        const random = lehmer(seed)
        const value = (): number => (ties ? Math.floor(random() * 7) : random() ** 3)
        const x = Float64Array.from({ length: rows }, value)
        const columns = [0, 1].map(() => Float64Array.from({ length: rows }, () => random() - 0.4))
        const [order] = ascendingOrders([x])
        const sorted = Float64Array.from(order, (row) => x[row])
        const boundaries = boundariesOf(sorted, most)
        const bins = boundaries.length + 1
        const sums = createRowSums({ rows, predictors: 1, bins }, ownMemory)
        fillRowsByBin(sums.rows[0], sorted, order, boundaries)
        for (let row = 0; row < rows; row += 1) sums.values[row] = columns[0][row]
        sums.addSquares(0, 0, 0)
        const squares = emptyHingeSquares(boundaries.length)
        fillHingeSquares(sums.tables[0], boundaries, squares)

        sums.tables[0].fill(0)
        for (let row = 0; row < rows; row += 1) {
          sums.values.set([columns[0][row], columns[1][row]], 2 * row)
        }
        sums.add(0, 0, 2, 0)
        const found = [0, 1].map(() => new Float64Array(boundaries.length))
        hingeProducts(sums.tables[0], boundaries, 2, found)
        const products = found[1]
        if (isWalkedThrough(sums.rows[0], boundaries)) {
          const walked = [0, 1].map(() => new Float64Array(boundaries.length))
          const block = { rows: sums.rows[0], values: sums.values, lanes: 2 as const }
          hingeProductsOfRows(block, boundaries, walked)
          for (const lane of [0, 1]) expectClose([...walked[lane]], [...found[lane]], 1e-12)
        }
        for (const [k, boundary] of boundaries.entries()) {
          const hinge = x.map((each) => Math.max(0, each - boundary))
          const sum = (term: (row: number) => number): number =>
            hinge.reduce((total, _, row) => total + term(row), 0)
          expectClose(
            [products[k], squares.squares[k], squares.heights[k], squares.eligible[k]],
            [
              sum((row) => columns[1][row] * hinge[row]),
              sum((row) => (columns[0][row] * hinge[row]) ** 2),
              sum((row) => columns[0][row] ** 2 * hinge[row]),
              sum((row) => (hinge[row] > 0 && columns[0][row] > 0 ? 1 : 0)),
            ],
            1e-9,
          )
        }
      }),
    )
  })
})
