import { describe, expect, it } from 'vitest'
import { generalNumber } from '../../src/basis/general-number.ts'
import { formatColumn } from '../../src/summary/r-numbers.ts'

describe('a column of numbers', () => {
  it('has as many decimals as the smallest needs for seven digits', () => {
    expect(formatColumn([22.5009036123, 0.05665461234], 7)).toEqual(['22.50090361', ' 0.05665461'])
  })

  it('drops zeros that all would end in', () => {
    expect(formatColumn([1.5, -20], 7)).toEqual(['  1.5', '-20.0'])
  })

  it('is in scientific form where that is shorter', () => {
    expect(formatColumn([4.115903e-12, 1000], 7)).toEqual(['4.115903e-12', '1.000000e+03'])
  })
})

describe('a general number', () => {
  it.each([
    [14.2, '14.2'],
    [0.95969195, '0.959692'],
    [1234567, '1.23457e+06'],
    [0.00001234, '1.234e-05'],
    [0.0001234, '0.0001234'],
    [999999.5, '1e+06'],
    [-75, '-75'],
    [0, '0'],
    [Number.POSITIVE_INFINITY, 'Inf'],
    [Number.NEGATIVE_INFINITY, '-Inf'],
  ])('%d with six digits is %s, as C prints it with %%g', (value, text) => {
    expect(generalNumber(value, 6)).toBe(text)
  })
})
