import { describe, expect, it } from 'vitest'
import { formatHyperparameters } from '../../src/training/hyperparameters.ts'

describe('formatHyperparameters', () => {
  it('writes numbers, booleans, objects and arrays as text and leaves out what is undefined [G008]', () => {
    expect(
      formatHyperparameters({
        target: 'Sepal.Length',
        degree: 2,
        thresh: 1e-9,
        trace: false,
        allowed: ['a', 'b'],
        nested: { x: 1 },
        none: null,
        unset: undefined,
      }),
    ).toEqual({
      target: 'Sepal.Length',
      degree: '2',
      thresh: '1e-9',
      trace: 'false',
      allowed: '["a","b"]',
      nested: '{"x":1}',
      none: 'null',
    })
  })

  it.each([Number.NaN, Number.POSITIVE_INFINITY])('refuses %s', (degree) => {
    expect(() => formatHyperparameters({ degree })).toThrow('"degree" is')
  })

  it('refuses what JSON can not hold', () => {
    const cycle: Record<string, unknown> = {}
    cycle.self = cycle

    for (const odd of [() => 1, 1n, cycle]) {
      expect(() => formatHyperparameters({ odd })).toThrow('"odd" can\'t be written as JSON')
    }
  })

  it('tells the limits', () => {
    const many = Object.fromEntries(Array.from({ length: 101 }, (_, i) => [`h${i}`, i]))

    expect(() => formatHyperparameters(many)).toThrow(
      '101 hyperparameters; SageMaker takes at most 100',
    )
    expect(() => formatHyperparameters({ text: 'x'.repeat(2501) })).toThrow('at most 2500')
    expect(() => formatHyperparameters({ '': 'x' })).toThrow('1 to 256')
  })
})
