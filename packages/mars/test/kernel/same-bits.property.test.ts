// Each loop of the kernel and its twin in TypeScript give the same bits.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fillRowsAbove } from '../../src/forward/pair/rows-above.ts'
import {
  hingeProducts,
  hingeProductsOfRows,
  isWalkedThrough,
} from '../../src/forward/screen/hinge-products.ts'
import { emptyKeptProducts, takeOut } from '../../src/forward/screen/kept-products.ts'
import { boundariesOf } from '../../src/forward/screen/knot-bins.ts'
import { fillLanes } from '../../src/forward/screen/lanes.ts'
import { emptyGainsRoom, gainsOf, summarise } from '../../src/forward/screen/pair-gains.ts'
import { emptyRowsByBin, fillRowsByBin } from '../../src/forward/screen/rows-by-bin.ts'
import { ownMemory, type WorkMemory } from '../../src/kernel/memory.ts'
import { ascendingOrders } from '../../src/linear-algebra/ascending-orders.ts'
import {
  productsAfterSubtracting,
  productsInBlocks,
} from '../../src/linear-algebra/products-in-blocks.ts'
import { lehmer } from '../oracles/random-table.ts'
import { freshKernelMemory } from './fresh-kernel-memory.ts'

const cases = fc.record({
  seed: fc.integer({ min: 1, max: 2 ** 31 - 2 }),
  rows: fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 2040, max: 2060 })),
  columns: fc.integer({ min: 1, max: 6 }),
})

describe('the kernel and TypeScript give the same bits', () => {
  it.each([
    ['products of columns, before and after subtracting', products],
    ['lanes', lanes],
    ['the rows above a value', rowsAbove],
    ['products with hinges', hinges],
    ['products with hinges straight from the rows', walked],
    ['kept products and gains', kept],
  ] as const)('for %s', (_what, compute) => {
    fc.assert(
      fc.property(cases, ({ seed, rows, columns }) => {
        const [byKernel, plain] = [freshKernelMemory(), ownMemory].map((memory) => {
          const random = lehmer(seed)
          const column = (length = rows): Float64Array => {
            const values = memory.float64(length)
            // Half of a column is 0, as hinges are.
            for (let i = 0; i < length; i += 1) values[i] = Math.max(0, random() - 0.5)
            return values
          }
          return compute({ rows, columns, memory, column })
        })
        expect(byKernel).toEqual(plain)
      }),
      { numRuns: 60 },
    )
  })
})

interface Setting {
  readonly rows: number
  readonly columns: number
  readonly memory: WorkMemory
  column(length?: number): Float64Array
}

function products({ columns, column }: Setting): unknown {
  const basis = Array.from({ length: columns }, () => column())
  const two = [column(), column()]
  const first = productsInBlocks(two, basis)
  return [first, productsAfterSubtracting(two, basis, first), two]
}

function lanes({ rows, columns, memory, column }: Setting): unknown {
  const values = memory.float64(8 * rows)
  const filled = Array.from({ length: columns }, () => ({ parent: column(), column: column() }))
  fillLanes(values, filled, 8, 0, rows)
  return values
}

function rowsAbove({ rows, memory, column }: Setting): unknown {
  const above = { ...sumsOfNone, parent: memory.float64(rows), hinge: memory.float64(rows) }
  fillRowsAbove(above, 0.2, { parent: column(), predictor: column() }, null)
  return above
}

const sumsOfNone = {
  parentSum: 0,
  hingeSum: 0,
  squares: 0,
  heights: 0,
  hingeSquares: 0,
  eligible: 0,
}

function hinges({ columns, memory, column }: Setting): unknown {
  const boundaries = column(columns).sort()
  const found = Array.from({ length: 4 }, () => memory.float64(columns))
  hingeProducts(column(8 * (columns + 1)), boundaries, 4, found)
  return found
}

function walked({ rows, memory, column }: Setting): unknown {
  const x = column()
  const [order] = ascendingOrders([x])
  const sorted = Float64Array.from(order, (row) => x[row])
  const boundaries = memory.float64(boundariesOf(sorted, rows).length)
  boundaries.set(boundariesOf(sorted, rows))
  const byBin = emptyRowsByBin(rows, boundaries.length + 1, memory)
  fillRowsByBin(byBin, sorted, order, boundaries)
  const found = Array.from({ length: 4 }, () => memory.float64(boundaries.length))
  if (!isWalkedThrough(byBin, boundaries)) return null
  hingeProductsOfRows({ rows: byBin, values: column(4 * rows), lanes: 4 }, boundaries, found)
  return found
}

function kept({ rows, columns, memory, column }: Setting): unknown {
  const responses = (columns % 2) + 1
  // All boundaries but some are knots, and the least comes last.
  const places = Array.from({ length: rows }, (_, k) => rows - 1 - k)
  const knots = Int32Array.from(places.filter((k) => k % 7 !== 3 || k === 0))
  const started = emptyKeptProducts(
    knots,
    { squares: column(), shared: column() },
    responses,
    memory,
  )
  started.variance.set(started.left)
  for (let t = 0; t < columns; t += 1) takeOut(started, column(), column(responses))
  const room = emptyGainsRoom(rows, memory)
  const found = [true, false].map((newForm) => {
    const limits = { newForm, leastShare: 1e-3, limit: 50, rounding: 1e-8 }
    const { gains, alone } = gainsOf(started, limits, room)
    return [gains.slice(), alone, summarise(gains, room)]
  })
  return [started, found]
}
