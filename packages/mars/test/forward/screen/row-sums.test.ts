import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRowSums, type Lanes, type RowSums } from '../../../src/forward/screen/row-sums.ts'
import { blockRows, blocksOf, fillRowsByBin } from '../../../src/forward/screen/rows-by-bin.ts'
import type { WorkMemory } from '../../../src/kernel/memory.ts'
import { ownMemory } from '../../../src/kernel/memory.ts'
import { ascendingOrders } from '../../../src/linear-algebra/ascending-orders.ts'
import { freshKernelMemory } from '../../kernel/fresh-kernel-memory.ts'
import { lehmer } from '../../oracles/random-table.ts'

const cases = fc.record({
  seed: fc.integer({ min: 1, max: 2 ** 31 - 2 }),
  rows: fc.oneof(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 8190, max: 8300 })),
  boundaries: fc.integer({ min: 1, max: 9 }),
  lanes: fc.constantFrom<Lanes | 'squares'>(2, 4, 8, 'squares'),
})
type Case = typeof cases extends fc.Arbitrary<infer Each> ? Each : never

describe('sums over rows by bin', () => {
  it('are those of the rows of each bin', () => {
    fc.assert(
      fc.property(cases, (each) => {
        const { x, boundaries, values, width } = tableOf(each)
        const sums = addedUp(each, freshKernelMemory())
        const wanted = new Float64Array(sums.tables[0].length)
        for (const [row, value] of x.entries()) {
          const bin = boundaries.filter((boundary) => boundary < value).length
          const above = bin === 0 ? 0 : value - boundaries[bin - 1]
          const own = [...values.subarray(row * width, (row + 1) * width)]
          const entry = entryOf(own, above, each.lanes)
          for (const [place, part] of entry.entries()) wanted[bin * entry.length + place] += part
        }
        for (const [at, value] of sums.tables[0].entries()) expect(value).toBeCloseTo(wanted[at], 7)
      }),
      { numRuns: 60 },
    )
  })

  it('have the same bits in WebAssembly and in TypeScript', () => {
    const both = cases.filter(({ lanes }) => lanes !== 8)
    fc.assert(
      fc.property(both, (each) => {
        const kernel = addedUp(each, freshKernelMemory())
        const plain = addedUp(each, ownMemory)
        expect(plain.lanes).not.toContain(8)
        expect(kernel.tables).toEqual(plain.tables)
      }),
      { numRuns: 60 },
    )
  })

  it('are the same for eight lanes as for twice four', () => {
    const each: Case = { seed: 7, rows: 9000, boundaries: 6, lanes: 8 }
    const { values } = tableOf(each)
    const eight = addedUp(each, freshKernelMemory()).tables[0]
    for (const half of [0, 4]) {
      const part = values.filter((_, at) => at % 8 >= half && at % 8 < half + 4)
      const four = addedUp({ ...each, lanes: 4 }, ownMemory, part).tables[0]
      const same = eight.filter((_, at) => at % 8 >= half && at % 8 < half + 4)
      expect(same.subarray(0, 56)).toEqual(four.subarray(0, 56))
    }
  })
})

/** Random rows in bins, and their values. */
function tableOf({ seed, rows, boundaries, lanes }: Case) {
  const random = lehmer(seed)
  const x = Float64Array.from({ length: rows }, () => Math.floor(random() * 40) / 4)
  const least = x.reduce((lowest, value) => Math.min(lowest, value), Number.POSITIVE_INFINITY)
  const others = Array.from({ length: boundaries }, () => Math.floor(random() * 40) / 4)
  const chosen = [...new Set([least, ...others.filter((value) => value > least)])]
  const width = lanes === 'squares' ? 1 : lanes
  const values = Float64Array.from({ length: rows * width }, () => Math.max(0, random() - 0.3))
  return { x, boundaries: Float64Array.from(chosen).sort(), values, width }
}

/** Adds up all blocks of the rows on a memory. */
function addedUp(each: Case, memory: WorkMemory, given?: Float64Array): RowSums {
  const { x, boundaries, values, width } = tableOf(each)
  const { rows, lanes } = each
  const sums = createRowSums({ rows, predictors: 1, bins: boundaries.length + 1 }, memory)
  const [order] = ascendingOrders([x])
  const sorted = Float64Array.from(order, (row) => x[row])
  fillRowsByBin(sums.rows[0], sorted, order, boundaries)
  for (let block = 0; block < blocksOf(rows); block += 1) {
    const size = blockRows * width
    sums.values.set((given ?? values).subarray(block * size, (block + 1) * size))
    if (lanes === 'squares') sums.addSquares(0, 0, block)
    else sums.add(0, 0, lanes, block)
  }
  return sums
}

/** What a row adds to its bin's entry. */
function entryOf(own: readonly number[], above: number, lanes: Lanes | 'squares'): number[] {
  if (lanes !== 'squares') return [...own, ...own.map((value) => value * above)]
  const [value] = own
  const square = value ** 2
  return [square, square * above, square * above ** 2, value > 0 ? 1 : 0]
}
