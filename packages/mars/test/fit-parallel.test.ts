import { describe, expect, it } from 'vitest'
import { fitMars } from '../src/fit.ts'
import { fitMarsParallel } from '../src/fit-parallel.ts'
import type { MarsOptions } from '../src/options/mars-options.ts'
import { lehmer } from './oracles/random-table.ts'

const random = lehmer(11)
const rows = 1500
const x = Array.from({ length: 5 }, () => Float64Array.from({ length: rows }, random))
const table = {
  ...Object.fromEntries(x.map((column, at) => [`x${at + 1}`, column])),
  y: Float64Array.from(x[0], (value, i) => Math.sin(6 * value * x[1][i]) + x[2][i] * random()),
}

describe('a fit on several threads', () => {
  it.each<[string, MarsOptions]>([
    ['our own rules', { degree: 2 }],
    ['the rules of earth', { degree: 2, compat: 'earth' }],
    ['the rules of mda', { degree: 2, compat: 'mda' }],
    ['case weights', { degree: 2, weights: Array.from(x[4], (value) => 1 + value) }],
    ['a function that allows', { degree: 2, allowed: ({ predictor }) => predictor !== 'x2' }],
    ['columns that may enter only linearly', { linpreds: ['x3'] }],
  ])('is that of one thread to the last bit: %s', async (_, options) => {
    const wanted = fitMars(table, 'y', options).toJSON()
    for (const threads of [1, 2, 6]) {
      const fit = await fitMarsParallel(table, 'y', { ...options, threads })
      expect(fit.toJSON()).toEqual(wanted)
    }
  })

  it('is there for what workers cannot search', async () => {
    const options: MarsOptions = { compat: 'earth', weights: [1, ...new Float64Array(59).fill(2)] }
    const few = Object.fromEntries(Object.entries(table).map(([k, v]) => [k, v.slice(0, 60)]))
    const fit = await fitMarsParallel(few, 'y', { ...options, threads: 2 })
    expect(fit.toJSON()).toEqual(fitMars(few, 'y', options).toJSON())
  })

  it('reports progress while the thread that asks is free', async () => {
    const terms: number[] = []
    let turns = 0
    const timer = setInterval(() => {
      turns += 1
    }, 0)
    await fitMarsParallel(table, 'y', {
      threads: 2,
      degree: 2,
      onProgress: (progress) => terms.push(progress.terms),
    })
    clearInterval(timer)
    expect(terms.length).toBeGreaterThan(2)
    expect(turns).toBeGreaterThan(0)
  })

  it('ends at once when its signal says so', async () => {
    const abort = new AbortController()
    const fit = fitMarsParallel(table, 'y', {
      threads: 2,
      degree: 2,
      signal: abort.signal,
      onProgress: () => abort.abort(new Error('enough')),
    })
    await expect(fit).rejects.toMatchObject({ code: 'aborted', cause: { message: 'enough' } })
  })

  it('hands on what onProgress throws', async () => {
    const fit = fitMarsParallel(table, 'y', {
      threads: 2,
      onProgress: () => {
        throw new RangeError('not today')
      },
    })
    await expect(fit).rejects.toThrow('not today')
  })

  it.each([0, 1.5, -1, Number.NaN, '2'])('refuses %s threads', async (threads) => {
    const fit = fitMarsParallel(table, 'y', { threads: threads as number })
    await expect(fit).rejects.toMatchObject({ code: 'invalid-option' })
  })

  it('refuses what fitMars refuses', async () => {
    await expect(fitMarsParallel(table, 'z')).rejects.toMatchObject({ code: 'missing-column' })
    await expect(fitMarsParallel(table, 'y', null as never)).rejects.toMatchObject({
      code: 'invalid-option',
    })
  })
})
