import { fitMars, isMarsError, type MarsProgress } from '@byo/mars'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { namedTable, randomTables } from '../oracles/random-table.ts'

const bent = {
  x: Array.from({ length: 60 }, (_, i) => i / 10),
  y: Array.from({ length: 60 }, (_, i) => Math.abs(i / 10 - 2) + Math.sin(i) / 20),
}

describe('the forward pass', () => {
  it('never lets the residual sum of squares grow', () => {
    fc.assert(
      fc.property(
        randomTables,
        fc.constantFrom(null, 'earth', 'mda'),
        fc.integer({ min: 1, max: 3 }),
        (table, compat, degree) => {
          const steps: MarsProgress[] = []
          fitMars(namedTable(table), 'y', {
            compat,
            degree,
            onProgress: (progress) => steps.push(progress),
          })
          const rss = steps.map((step) => step.rss)
          expect(rss).toEqual([...rss].sort((a, b) => b - a))
          expect(steps.map(({ step }) => step)).toEqual(steps.map((_, index) => index + 1))
        },
      ),
      { numRuns: 30 },
    )
  })

  it('reports the RSS in the units of the response even where it scales it', () => {
    const steps: MarsProgress[] = []
    const model = fitMars(bent, 'y', {
      compat: 'earth',
      pmethod: 'none',
      onProgress: (progress) => steps.push(progress),
    })
    expect(steps.at(-1)?.rss).toBeCloseTo(model.rss, 9)
    expect(steps.at(-1)?.gcv).toBeCloseTo(model.gcv, 9)
    expect(steps.at(-1)?.rsq).toBeCloseTo(model.rsq, 9)
    expect(steps.at(-1)?.terms).toBe(model.value.dirs.length)
  })

  it('ends with the reason of the signal when it is aborted between steps', () => {
    const controller = new AbortController()
    const reason = new Error('enough')
    const steps: number[] = []
    const fit = () =>
      fitMars(bent, 'y', {
        thresh: 0,
        signal: controller.signal,
        onProgress: ({ step }) => {
          steps.push(step)
          controller.abort(reason)
        },
      })
    expect(fit).toThrowError(expect.objectContaining({ code: 'aborted', cause: reason }))
    expect(steps).toEqual([1])
  })

  it('does not begin when the signal is aborted already', () => {
    const signal = AbortSignal.abort()
    expect(() => fitMars(bent, 'y', { signal })).toThrowError(
      expect.objectContaining({ code: 'aborted' }),
    )
  })

  it('lets an error thrown while it reports progress through as it is', () => {
    const failure = new RangeError('mine')
    const onProgress = () => {
      throw failure
    }
    let caught: unknown
    try {
      fitMars(bent, 'y', { onProgress })
    } catch (error) {
      caught = error
    }
    expect(caught).toBe(failure)
    expect(isMarsError(caught)).toBe(false)
  })

  it.each([
    ['nk-below-3', { nk: 2 }],
    ['nk-reached', { nk: 5, thresh: 0 }],
    ['rsq-gain-below-thresh', { thresh: 0.02, nk: 41 }],
    ['rsq-near-one', { thresh: 0.5 }],
  ] as const)('names its reason to stop: %s', (reason, options) => {
    const noisy = { ...bent, y: bent.y.map((value, i) => value + Math.sin(i * i)) }
    const table = reason === 'rsq-near-one' ? bent : noisy
    expect(fitMars(table, 'y', options).termination).toBe(reason)
  })

  it('stops before GRSq falls below -10', () => {
    const few = {
      a: [1, 2, 3, 4, 5, 6, 7, 8],
      b: [2, 7, 1, 8, 2, 8, 1, 8],
      c: [3, 1, 4, 1, 5, 9, 2, 6],
      y: [1, 4, 1, 5, 9, 2, 6, 5],
    }
    const { termination } = fitMars(few, 'y', { endspan: 1, minspan: 1 })
    expect(['grsq-too-low', 'grsq-infinite']).toContain(termination)
  })
})
