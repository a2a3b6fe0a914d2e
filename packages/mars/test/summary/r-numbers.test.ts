import { describe, expect, it } from 'vitest'
import { exponential, fixed, generalNumber } from '../../src/basis/general-number.ts'
import { formatColumn, formatNumber, roundedColumn } from '../../src/summary/r-numbers.ts'

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

describe('a single number', () => {
  it.each([
    [112543914784, '112543914784'],
    [2.091139e12, '2.091139e+12'],
    [14500000.5, '14500000'],
    [0.0001028, '0.0001028'],
    [0, '0'],
    [Number.POSITIVE_INFINITY, 'Inf'],
  ])('%d is %s, as R formats it', (value, text) => {
    expect(formatNumber(value, 7)).toBe(text)
  })

  it('goes to the even digit where it lies halfway, as in C', () => {
    expect(fixed(0.5, 0)).toBe('0')
    expect(fixed(1.5, 0)).toBe('2')
    expect(fixed(-2.5, 0)).toBe('-2')
    expect(fixed(0.125, 2)).toBe('0.12')
    expect(fixed(0.375, 2)).toBe('0.38')
    expect(exponential(12345.25, 5)).toBe('1.23452e+4')
    expect(generalNumber(12345.25, 6)).toBe('12345.2')
  })

  it('is written in full where toFixed itself would turn scientific', () => {
    expect(fixed(1e22, 0)).toBe('10000000000000000000000')
    expect(fixed(1e22, 2)).toBe('10000000000000000000000.00')
  })
})

describe('a rounded column', () => {
  it('has fewer decimals the greater its greatest number is', () => {
    expect(roundedColumn([209.113855123, 0.29510612], 7)).toEqual([209.113855, 0.295106])
    expect(roundedColumn([0.9617095012, -0.0047193788], 7)).toEqual([0.9617095, -0.00471938])
    expect(roundedColumn([290635412, 5814.362], 4)).toEqual([290635412, 5814])
  })

  it('is left alone where there is nothing to go by', () => {
    expect(roundedColumn([0, 0], 7)).toEqual([0, 0])
    expect(roundedColumn([1.23456789123, Number.POSITIVE_INFINITY], 7)).toEqual([
      1.23456789123,
      Number.POSITIVE_INFINITY,
    ])
  })
})
