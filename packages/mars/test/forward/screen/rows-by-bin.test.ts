import { describe, expect, it } from 'vitest'
import { emptyRowsByBin, fillRowsByBin } from '../../../src/forward/screen/rows-by-bin.ts'
import { ownMemory } from '../../../src/kernel/memory.ts'
import { ascendingOrders } from '../../../src/linear-algebra/ascending-orders.ts'

describe('the rows of a predictor by bin', () => {
  it('stand in runs, above one boundary and not above the next', () => {
    const x = Float64Array.of(4, 1, 3, 2, 2.5)
    const rows = filled(x, Float64Array.of(1, 2, 3))
    expect([...rows.order]).toEqual([1, 3, 4, 2, 0])
    expect([...rows.above]).toEqual([0, 1, 0.5, 1, 1])
    expect([...rows.counts]).toEqual([4])
    expect([...rows.runs]).toEqual([0, 1, 1, 1, 2, 2, 3, 1])
  })

  it('are counted from the first of each block', () => {
    const x = Float64Array.from({ length: 8195 }, (_, row) => (row < 8192 ? 0 : row - 8190))
    const rows = filled(x, Float64Array.of(0, 1))
    expect([...rows.counts]).toEqual([1, 1])
    expect([...rows.runs.subarray(0, 2)]).toEqual([0, 8192])
    expect([...rows.runs.subarray(2 * rows.room, 2 * rows.room + 2)]).toEqual([2, 3])
    expect([...rows.order.subarray(8192)]).toEqual([0, 1, 2])
    expect([...rows.above.subarray(8192)]).toEqual([1, 2, 3])
  })
})

function filled(x: Float64Array, boundaries: Float64Array) {
  const rows = emptyRowsByBin(x.length, boundaries.length + 1, ownMemory)
  const [order] = ascendingOrders([x])
  fillRowsByBin(
    rows,
    Float64Array.from(order, (row) => x[row]),
    order,
    boundaries,
  )
  return rows
}
