import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ascendingOrders } from '../../src/linear-algebra/ascending-orders.ts'

/** Few values, so that many rows tie; the least and greatest doubles and both zeros among them. */
const awkward = fc.constantFrom(
  0,
  -0,
  1,
  -1,
  5e-324,
  -5e-324,
  2.2250738585072014e-308,
  1.7976931348623157e308,
  -1.7976931348623157e308,
  1 + Number.EPSILON,
  1 - Number.EPSILON / 2,
)

const values = fc.oneof(awkward, fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer())

describe('the ascending order of a column', () => {
  it('is that of a stable sort by comparison', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(values, values), { minLength: 1, maxLength: 300 }), (rows) => {
        const columns = [0, 1].map((j) => Float64Array.from(rows, (row) => row[j]))
        expect(ascendingOrders(columns)).toEqual(columns.map(compared))
      }),
    )
  })

  it('tells values apart that differ in their last bits only', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(1000), { minLength: 100, maxLength: 300 }), (steps) => {
        const column = Float64Array.from(steps, (step) => -1e6 - step * 2 ** -33)
        expect(ascendingOrders([column])).toEqual([compared(column)])
      }),
    )
  })

  it('is found for a column that begins anywhere in its buffer, and leaves the column as it is', () => {
    const whole = Float64Array.of(9, 3, -0, 0, -7, 3)
    const part = whole.subarray(1, 5)
    expect(ascendingOrders([part])).toEqual([Int32Array.of(3, 1, 2, 0)])
    expect(whole).toEqual(Float64Array.of(9, 3, -0, 0, -7, 3))
  })

  it('of no columns is none', () => {
    expect(ascendingOrders([])).toEqual([])
  })
})

/** The rows by a comparison of two at a time. */
function compared(column: Float64Array): Int32Array {
  return Int32Array.from(column.keys()).sort((a, b) => column[a] - column[b] || a - b)
}
