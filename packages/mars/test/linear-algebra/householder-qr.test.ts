import { describe, expect, it } from 'vitest'
import { factorise } from '../../src/linear-algebra/householder-qr.ts'

const ones = Float64Array.of(1, 1, 1, 1, 1)
const line = Float64Array.of(1, 2, 3, 4, 5)
const curve = Float64Array.of(1, 4, 9, 16, 25)
const sum = Float64Array.from(ones, (value, i) => value + 2 * line[i])

describe('the QR factorisation', () => {
  it('moves a column that depends on those before it to the end', () => {
    const { pivot, rank } = factorise([ones, line, sum, curve], 1e-7)
    expect(rank).toBe(3)
    expect(pivot).toEqual([0, 1, 3, 2])
  })

  it('leaves every column in its place when no norm is too small for it', () => {
    const { pivot } = factorise([ones, line, sum, curve], 0)
    expect(pivot).toEqual([0, 1, 2, 3])
  })

  it('has no larger rank than there are rows', () => {
    const columns = [1, 2, 3, 4].map((power) => Float64Array.of(1, 2 ** power, 3 ** power))
    expect(factorise(columns, 1e-7).rank).toBe(3)
  })

  it('does not touch the columns it is given', () => {
    const copy = Float64Array.from(line)
    factorise([ones, line], 1e-7)
    expect(line).toEqual(copy)
  })
})
