import { describe, expect, expectTypeOf, it } from 'vitest'
import {
  categorical,
  continuous,
  integer,
  type TunedHyperparameters,
  type TuningRange,
} from '../../src/index.ts'
import { formatRanges, parseRanges, parseTuned } from '../../src/tuning/parameter-ranges.ts'

const ranges = {
  degree: integer(1, 3),
  penalty: continuous(0.5, 5, { scaling: 'Logarithmic' }),
  momentum: continuous(0.9, 0.999, { scaling: 'ReverseLogarithmic' }),
  pmethod: categorical(['backward', 'none']),
  linear: categorical([true, false]),
}

describe('ranges', () => {
  it('are written as SageMaker takes them, by kind and in texts', () => {
    expect(formatRanges(ranges)).toEqual({
      IntegerParameterRanges: [{ Name: 'degree', MinValue: '1', MaxValue: '3' }],
      ContinuousParameterRanges: [
        { Name: 'penalty', MinValue: '0.5', MaxValue: '5', ScalingType: 'Logarithmic' },
        { Name: 'momentum', MinValue: '0.9', MaxValue: '0.999', ScalingType: 'ReverseLogarithmic' },
      ],
      CategoricalParameterRanges: [
        { Name: 'pmethod', Values: ['backward', 'none'] },
        { Name: 'linear', Values: ['true', 'false'] },
      ],
    })
  })

  it('come back from a request, with categories as texts', () => {
    expect(parseRanges(formatRanges(ranges))).toEqual({
      ...ranges,
      linear: categorical(['true', 'false']),
    })
    expect(parseRanges(undefined)).toEqual({})
  })

  it('give values back in the types that they were given in', () => {
    expect(parseTuned('2', ranges.degree)).toBe(2)
    expect(parseTuned('1e-3', ranges.penalty)).toBe(0.001)
    expect(parseTuned('false', ranges.linear)).toBe(false)
    expect(parseTuned('none', ranges.pmethod)).toBe('none')
    expect(parseTuned('elsewhere', ranges.pmethod)).toBe('elsewhere')
    expect(parseTuned('2', undefined)).toBe('2')
    expectTypeOf<TunedHyperparameters<typeof ranges>>().toEqualTypeOf<{
      readonly degree: number
      readonly penalty: number
      readonly momentum: number
      readonly pmethod: 'backward' | 'none'
      readonly linear: boolean
    }>()
  })

  it.each<[string, Record<string, TuningRange>, RegExp]>([
    ['none', {}, /0 ranges to search.*1 to 30/],
    [
      'more than 30',
      Object.fromEntries(Array.from({ length: 31 }, (_, i) => [`p${i}`, integer(0, 1)])),
      /31 ranges/,
    ],
    ['a name that is too long', { ['p'.repeat(257)]: integer(0, 1) }, /257 characters/],
    ['ends the wrong way round', { a: integer(3, 1) }, /"a" is 3 to 1: give the smaller end first/],
    ['fractions as integers', { a: integer(0.5, 1) }, /0.5 to 1: give whole numbers/],
    ['no number', { a: continuous(Number.NaN, 1) }, /give finite numbers/],
    ['0 on a logarithmic scale', { a: integer(0, 9, { scaling: 'Logarithmic' }) }, /above 0 only/],
    ['1 on a reverse one', { a: continuous(0, 1, { scaling: 'ReverseLogarithmic' }) }, /below 1/],
    [
      'integers on a reverse one',
      { a: integer(0, 0, { scaling: 'ReverseLogarithmic' }) },
      /for continuous ranges only/,
    ],
    ['no category', { a: categorical([]) }, /0 values of the hyperparameter "a"/],
    [
      'more than 30 categories',
      { a: categorical(Array.from({ length: 31 }, (_, i) => i)) },
      /31 values/,
    ],
    ['a category that is too long', { a: categorical(['x'.repeat(257)]) }, /257 characters/],
    ['the same text twice', { a: categorical([1, '1']) }, /the value 1 twice/],
  ])('are refused with %s', (_, wrong, message) => {
    expect(() => formatRanges(wrong)).toThrow(
      expect.objectContaining({ code: 'invalid-option', message: expect.stringMatching(message) }),
    )
  })
})
