import { describe, expect, it } from 'vitest'
import { createRandom } from '../../src/faults/random.ts'
import { countOfFirst, suggestBayesian } from '../../src/strategies/bayesian-search.ts'
import type {
  NumericRange,
  ParameterRange,
  Point,
  Strategy,
  Trial,
} from '../../src/strategies/parameter-range.ts'
import { suggestAtRandom } from '../../src/strategies/random-search.ts'
import { unitOf } from '../../src/strategies/scaling.ts'

const x: NumericRange = { kind: 'continuous', name: 'x', min: -5, max: 10, scaling: 'Linear' }
const y: NumericRange = { kind: 'continuous', name: 'y', min: 0, max: 15, scaling: 'Linear' }

/** Branin's function, whose three least values are 0.397887. */
function branin({ x = '', y = '' }: Point): number {
  const [a, b] = [Number(x), Number(y)]
  const bend = b - (5.1 / (4 * Math.PI ** 2)) * a * a + (5 / Math.PI) * a - 6
  return bend ** 2 + 10 * (1 - 1 / (8 * Math.PI)) * Math.cos(a) + 10
}

interface Search {
  readonly ranges: readonly ParameterRange[]
  readonly loss: (point: Point) => number
  readonly count: number
  /** How many trials run at once. */
  readonly parallel?: number
}

/** The least loss that a strategy finds. */
function leastLoss(
  strategy: Strategy,
  { ranges, loss, count, parallel = 1 }: Search,
  seed: number,
): number {
  const random = createRandom(seed)
  let trials: Trial[] = []
  while (trials.length < count) {
    for (let i = 0; i < parallel; i += 1) {
      trials.push({ point: strategy(ranges, trials, random) as Point, state: 'running' })
    }
    trials = trials.map(({ point }) => ({ point, state: 'succeeded', loss: loss(point) }))
  }
  return Math.min(...trials.map(({ loss = 0 }) => loss))
}

function meanOfLeast(strategy: Strategy, search: Search): number {
  const seeds = [1, 2, 3, 4, 5, 6, 7, 8]
  return seeds.reduce((sum, seed) => sum + leastLoss(strategy, search, seed), 0) / seeds.length
}

describe('Bayesian search', () => {
  it('finds the least of Branin’s function, and at random does not', () => {
    const search = { ranges: [x, y], loss: branin, count: 25 }
    const found = meanOfLeast(suggestBayesian, search)
    expect(found).toBeLessThan(0.55)
    expect(meanOfLeast(suggestAtRandom, search)).toBeGreaterThan(3 * found)
  })

  it('does so with four trials at once', () => {
    const search = { ranges: [x, y], loss: branin, count: 32, parallel: 4 }
    const found = meanOfLeast(suggestBayesian, search)
    expect(found).toBeLessThan(0.8)
    expect(meanOfLeast(suggestAtRandom, search)).toBeGreaterThan(2 * found)
  })

  it('beats random search among integers, categories and scales', () => {
    const ranges: ParameterRange[] = [
      { kind: 'integer', name: 'n', min: 1, max: 200, scaling: 'Linear' },
      { kind: 'continuous', name: 'rate', min: 1e-6, max: 1, scaling: 'Logarithmic' },
      { kind: 'categorical', name: 'kind', values: ['a', 'b', 'c'] },
    ]
    const loss = ({ n, rate, kind }: Point) =>
      ((Number(n) - 137) / 50) ** 2 + (Math.log10(Number(rate)) + 3) ** 2 + (kind === 'b' ? 0 : 1)
    const search = { ranges, loss, count: 30 }
    expect(2 * meanOfLeast(suggestBayesian, search)).toBeLessThan(
      meanOfLeast(suggestAtRandom, search),
    )
  })

  it('spreads the trials that run at once', () => {
    const random = createRandom(4)
    const trials: Trial[] = []
    for (let i = 0; i < 12; i += 1) {
      const point = suggestBayesian([x, y], trials, random) as Point
      trials.push({ point, state: 'succeeded', loss: branin(point) })
    }
    const running: Point[] = []
    for (let i = 0; i < 8; i += 1) {
      const known = [...trials, ...running.map((point) => ({ point, state: 'running' as const }))]
      running.push(suggestBayesian([x, y], known, random) as Point)
    }
    const places = running.map((point) => [unitOf(x, Number(point.x)), unitOf(y, Number(point.y))])
    for (const [i, [a = 0, b = 0]] of places.entries()) {
      for (const [c = 0, d = 0] of places.slice(0, i)) {
        expect(Math.hypot(a - c, b - d)).toBeGreaterThan(0.01)
      }
    }
  })

  it('keeps away from where trials fail', () => {
    const random = createRandom(9)
    const range: NumericRange = { kind: 'continuous', name: 'x', min: 0, max: 1, scaling: 'Linear' }
    const trials: Trial[] = []
    for (let i = 0; i < 30; i += 1) {
      const point = suggestBayesian([range], trials, random) as Point
      // Better and better towards 1, but beyond 0.7 nothing runs.
      if (Number(point.x) > 0.7) trials.push({ point, state: 'failed' })
      else trials.push({ point, state: 'succeeded', loss: -Number(point.x) })
    }
    const failed = trials.slice(10).filter(({ state }) => state === 'failed')
    expect(failed.length).toBeLessThan(10)
    expect(Math.min(...trials.map(({ loss = 0 }) => loss))).toBeLessThan(-0.65)
  })

  it('begins where trials on other data were best, at whatever level their losses lie', () => {
    const parents = (seed: number): Trial[] => {
      const random = createRandom(seed)
      return Array.from({ length: 30 }, () => {
        const point = suggestAtRandom([x, y], [], random) as Point
        return { point, state: 'succeeded', loss: 1000 + 50 * branin(point), source: 'parent' }
      })
    }
    const first = (trials: readonly Trial[], seed: number) =>
      branin(suggestBayesian([x, y], trials, createRandom(seed)) as Point)
    const seeds = [1, 2, 3, 4, 5, 6, 7, 8]
    const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length
    const warm = mean(seeds.map((seed) => first(parents(seed), seed)))
    const cold = mean(seeds.map((seed) => first([], seed)))
    expect(3 * warm).toBeLessThan(cold)
  })

  it('models the best and the latest of many trials alone, which bounds the time it takes', () => {
    const random = createRandom(1)
    const anywhere = () => suggestAtRandom([x, y], [], random) as Point
    const trials = Array.from({ length: 700 }, (): Trial => {
      const point = anywhere()
      return { point, state: 'succeeded', loss: branin(point) }
    })
    const early = trials.slice(0, 350).sort((a, b) => Number(a.loss) - Number(b.loss))
    const suggestion = (moved: readonly Trial[]) => {
      const changed = trials.map((one) =>
        moved.includes(one) ? { ...one, point: anywhere() } : one,
      )
      return suggestBayesian([x, y], changed, createRandom(2))
    }
    const suggested = suggestion([])
    expect(suggestion(early.slice(175))).toEqual(suggested)
    expect(suggestion(early.slice(0, 175))).not.toEqual(suggested)
    expect(suggestion(trials.slice(-20))).not.toEqual(suggested)
  })

  it('takes losses that are all the same, or wildly large', () => {
    for (const loss of [1, 1e300]) {
      const trials: Trial[] = Array.from({ length: countOfFirst([x]) + 2 }, (_, i) => ({
        point: { x: String(i) },
        state: 'succeeded',
        loss: i === 0 ? 1 : loss,
      }))
      const { x: chosen } = suggestBayesian([x], trials, createRandom(1)) as Point
      expect(Number(chosen)).toBeGreaterThanOrEqual(-5)
      expect(Number(chosen)).toBeLessThanOrEqual(10)
    }
  })
})
