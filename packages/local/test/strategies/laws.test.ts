import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRandom } from '../../src/faults/random.ts'
import { suggestBayesian } from '../../src/strategies/bayesian-search.ts'
import { suggestOnGrid } from '../../src/strategies/grid-search.ts'
import type {
  ParameterRange,
  Point,
  Strategy,
  Trial,
} from '../../src/strategies/parameter-range.ts'
import { suggestAtRandom } from '../../src/strategies/random-search.ts'
import { automaticScaling, unitOf, valueAt } from '../../src/strategies/scaling.ts'
import { countPoints, keyOfPoint } from '../../src/strategies/search-space.ts'

const numeric = (
  kind: 'integer' | 'continuous',
  name: string,
  min: number,
  max: number,
  scaling: 'Linear' | 'Logarithmic' | 'ReverseLogarithmic' = 'Linear',
) => ({ kind, name, min, max, scaling }) as const

/** A range of any kind, with bounds that its scale has. */
const anyRange: fc.Arbitrary<(name: string) => ParameterRange> = fc.oneof(
  fc.tuple(fc.integer({ min: 1, max: 1000 }), fc.integer({ min: 1, max: 1000 }), fc.boolean()).map(
    ([min, width, isLog]) =>
      (name: string) =>
        numeric('integer', name, min, min + width, isLog ? 'Logarithmic' : 'Linear'),
  ),
  fc
    .tuple(
      fc.double({ min: 1e-6, max: 1, noNaN: true }),
      fc.double({ min: 1e-3, max: 10, noNaN: true }),
    )
    .map(
      ([min, width]) =>
        (name: string) =>
          numeric('continuous', name, min, min + width, 'Logarithmic'),
    ),
  fc
    .tuple(
      fc.double({ min: 0, max: 0.5, noNaN: true }),
      fc.double({ min: 0.01, max: 0.4999, noNaN: true }),
    )
    .map(
      ([min, width]) =>
        (name: string) =>
          numeric('continuous', name, min, min + width, 'ReverseLogarithmic'),
    ),
  fc
    .uniqueArray(fc.string({ maxLength: 5 }), { minLength: 1, maxLength: 5 })
    .map((values) => (name: string) => ({ kind: 'categorical', name, values }) as const),
)
const anySpace = fc
  .array(anyRange, { minLength: 1, maxLength: 5 })
  .map((ranges) => ranges.map((make, i) => make(`p${i}`)))

function isWithin(ranges: readonly ParameterRange[], point: Point): boolean {
  return ranges.every((range) => {
    const text = point[range.name] as string
    if (range.kind === 'categorical') return range.values.includes(text)
    const value = Number(text)
    const isFit = range.kind === 'continuous' || Number.isInteger(value)
    return isFit && value >= range.min && value <= range.max
  })
}

/** Lets a strategy choose trial after trial; each third of them fails, and each fourth still runs. */
function search(
  strategy: Strategy,
  ranges: readonly ParameterRange[],
  count: number,
  seed: number,
): Trial[] {
  const random = createRandom(seed)
  const trials: Trial[] = []
  while (trials.length < count) {
    const point = strategy(ranges, trials, random)
    if (point === undefined) break
    const i = trials.length
    if (i % 4 === 3) trials.push({ point, state: 'running' })
    else if (i % 3 === 2) trials.push({ point, state: 'failed' })
    else trials.push({ point, state: 'succeeded', loss: Math.sin(i) })
  }
  return trials
}

describe.each(Object.entries({ suggestAtRandom, suggestBayesian }))('%s', (_, strategy) => {
  it('stays within the ranges, on every scale', () => {
    fc.assert(
      fc.property(anySpace, fc.nat(), (ranges, seed) => {
        const trials = search(strategy, ranges, 14, seed)
        expect(trials.every(({ point }) => isWithin(ranges, point))).toBe(true)
      }),
      { numRuns: 30 },
    )
  })

  it('chooses the same points by the same numbers', () => {
    fc.assert(
      fc.property(anySpace, fc.nat(), (ranges, seed) => {
        expect(search(strategy, ranges, 12, seed)).toEqual(search(strategy, ranges, 12, seed))
      }),
      { numRuns: 10 },
    )
  })

  it('tries every one of finitely many points once, and then has none left', () => {
    const ranges: ParameterRange[] = [
      numeric('integer', 'n', 1, 5),
      { kind: 'categorical', name: 'kind', values: ['a', 'b', 'c'] },
    ]
    const trials = search(strategy, ranges, 100, 3)
    expect(trials).toHaveLength(15)
    expect(new Set(trials.map(({ point }) => keyOfPoint(ranges, point))).size).toBe(15)
  })
})

describe('suggestOnGrid', () => {
  it('tries every combination once', () => {
    const values = fc.uniqueArray(fc.string({ maxLength: 3 }), { minLength: 1, maxLength: 4 })
    fc.assert(
      fc.property(fc.array(values, { minLength: 1, maxLength: 4 }), (lists) => {
        const ranges = lists.map(
          (values, i) => ({ kind: 'categorical', name: `p${i}`, values }) as const,
        )
        const trials = search(suggestOnGrid, ranges, 1000, 0)
        expect(trials).toHaveLength(countPoints(ranges))
        expect(new Set(trials.map(({ point }) => keyOfPoint(ranges, point))).size).toBe(
          trials.length,
        )
        expect(trials.every(({ point }) => isWithin(ranges, point))).toBe(true)
      }),
    )
  })
})

describe('scales', () => {
  it('lay values between 0 and 1 and find them again', () => {
    fc.assert(
      fc.property(anyRange, fc.double({ min: 0, max: 1, noNaN: true }), (make, unit) => {
        const range = make('p')
        if (range.kind === 'categorical') return
        const value = valueAt(range, unit)
        expect(valueAt(range, unitOf(range, value))).toBeCloseTo(value, 9)
        if (range.kind === 'continuous') expect(unitOf(range, value)).toBeCloseTo(unit, 6)
      }),
    )
  })

  it('put half of all draws below the geometric mean where they are logarithmic, and the like where reversed', () => {
    const middle = (range: ReturnType<typeof numeric>) => valueAt(range, 0.5)
    expect(middle(numeric('continuous', 'p', 1e-4, 1, 'Logarithmic'))).toBeCloseTo(1e-2, 9)
    expect(middle(numeric('continuous', 'p', 0, 0.9999, 'ReverseLogarithmic'))).toBeCloseTo(0.99, 9)
    expect(middle(numeric('continuous', 'p', 2, 4))).toBe(3)
  })

  it('give each integer of a linear range its share, the ends as well', () => {
    const random = createRandom(1)
    const counts = [0, 0, 0, 0]
    for (let i = 0; i < 4000; i += 1) {
      const value = valueAt(numeric('integer', 'n', 1, 4), random())
      counts[value - 1] = (counts[value - 1] ?? 0) + 1
    }
    for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(120)
  })

  it('are logarithmic by themselves from two powers of ten on', () => {
    expect([
      automaticScaling(1e-3, 1e-1),
      automaticScaling(0.1, 1),
      automaticScaling(0, 1e6),
    ]).toEqual(['Logarithmic', 'Linear', 'Linear'])
  })
})
