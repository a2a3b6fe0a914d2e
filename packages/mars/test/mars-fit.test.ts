import { fitMars, MarsFit, MarsModel, type MarsOptions, type UpdateOptions } from '@byo/mars'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { namedTable, randomTables } from './oracles/random-table.ts'
import { expectClose } from './reference/close-to.ts'

const x = Float64Array.from({ length: 60 }, (_, i) => Math.sin(i * i))
const z = Float64Array.from({ length: 60 }, (_, i) => Math.cos(3 * i))
const y = x.map((value, i) => Math.abs(value - 0.2) + Math.max(0, z[i]) * value + 0.01 * (i % 7))
const w = y.map((value, i) => value * z[i])
const table = { x, z, y, w }

describe('a fit', () => {
  const fit = fitMars(table, ['y', 'w'], { degree: 2 })

  it('is a model that also knows its training rows', () => {
    expect(fit).toBeInstanceOf(MarsFit)
    expect(fit).toBeInstanceOf(MarsModel)
    expect(fit.fittedValues).toEqual(fit.predict(table))
  })

  it('is that of the numbers that it was given, whatever becomes of their arrays', () => {
    const mine = { x: x.slice(), z: z.slice(), y: y.slice() }
    const options: MarsOptions[] = [{}, { compat: 'earth' }]
    for (const each of options) {
      const untouched = fitMars({ x, z, y }, 'y', each)
      const used = fitMars(mine, 'y', each)
      for (const column of Object.values(mine)) column.fill(7)
      expect(used.fittedValues).toEqual(untouched.fittedValues)
      expect(used.residuals).toEqual(untouched.residuals)
      expect(used.anova()).toEqual(untouched.anova())
      Object.assign(mine, { x: x.slice(), z: z.slice(), y: y.slice() })
    }
  })

  it('has residuals that add to the fitted values as the responses, one after the other', () => {
    const responses = [...y, ...w]
    expect(fit.residuals).toHaveLength(120)
    expectClose(
      fit.residuals.map((residual, i) => residual + fit.fittedValues[i]),
      responses,
      1e-14,
    )
    const rss = fit.residuals.reduce((sum, residual) => sum + residual ** 2, 0)
    expectClose([rss], [fit.rss], 1e-9)
  })

  it('has the RSS of each response beside that of all', () => {
    const sums = [fit.residuals.subarray(0, 60), fit.residuals.subarray(60)].map((each) =>
      each.reduce((sum, residual) => sum + residual ** 2, 0),
    )
    const perResponse = fit.value.perResponse ?? []
    expectClose(
      perResponse.map(({ rss }) => rss),
      sums,
      1e-9,
    )
  })

  it('works each of them out once', () => {
    expect(fit.fittedValues).toBe(fit.fittedValues)
    expect(fit.residuals).toBe(fit.residuals)
    expect(fit.leverages).toBe(fit.leverages)
  })

  it('writes nothing but the model as JSON, and leaves its rows behind when asked', () => {
    expect(JSON.stringify(fit)).toBe(JSON.stringify(new MarsModel(fit.value)))
    expect(fit.toModel()).not.toBeInstanceOf(MarsFit)
    expect(fit.toModel().value).toBe(fit.value)
  })
})

describe('an update', () => {
  const given: readonly (readonly [MarsOptions, UpdateOptions])[] = [
    [{ degree: 2 }, { nprune: 3 }],
    [{ degree: 2 }, { pmethod: 'none' }],
    [{ degree: 2 }, { pmethod: 'none', nprune: 4 }],
    [{ degree: 2, nprune: 3 }, { nprune: 100 }],
    [{ degree: 2, pmethod: 'none' }, { pmethod: 'backward' }],
    [{ degree: 2, compat: 'earth' }, { nprune: 3 }],
    [{ degree: 3, compat: 'mda' }, { pmethod: 'none' }],
  ]

  it.each(given)('of a fit by %o to %o is the fit that both together make', (first, then) => {
    const updated = fitMars(table, 'y', first).update(then)
    expect(updated.value).toEqual(fitMars(table, 'y', { ...first, ...then }).value)
  })

  it('by another penalty prices the same path anew', () => {
    const fit = fitMars(table, 'y', { degree: 2 })
    const updated = fit.update({ penalty: 0 })
    expect(updated.value.settings.penalty).toBe(0)
    expect(updated.value.dirs).toEqual(fit.value.dirs)
    expect(updated.value.selected.length).toBeGreaterThanOrEqual(fit.value.selected.length)
    expect(updated.value.subsets?.map(({ rss }) => rss)).toEqual(
      fit.value.subsets?.map(({ rss }) => rss),
    )
  })

  it('leaves the fit as it was, so that it can be done again and again', () => {
    const fit = fitMars(table, ['y', 'w'], { degree: 2 })
    const before = JSON.stringify(fit)
    const once = fit.update({ nprune: 2 })
    const back = once.update({ nprune: 1000 })
    expect(JSON.stringify(fit)).toBe(before)
    expect(fit.update({ nprune: 2 }).value).toEqual(once.value)
    expect({ ...back.value, settings: fit.value.settings }).toEqual(fit.value)
    expect(back.fittedValues).toEqual(fit.fittedValues)
  })

  it('runs no forward pass: progress is not called again', () => {
    let steps = 0
    const onProgress = () => {
      steps += 1
    }
    const fit = fitMars(table, 'y', { onProgress })
    const before = steps
    fit.update({ nprune: 2 })
    expect(steps).toBe(before)
  })

  it('changes neither forward terms nor the RSS of the path, whatever is asked', () => {
    fc.assert(
      fc.property(
        randomTables,
        fc.constantFrom('backward' as const, 'none' as const),
        fc.integer({ min: 1, max: 30 }),
        fc.constantFrom(-1, 0, 2, 5),
        (random, pmethod, nprune, penalty) => {
          const given = { degree: 2, coefficients: 'least-squares' } as const
          const fit = fitMars(namedTable(random), 'y', given)
          const updated = fit.update({ pmethod, nprune, penalty })
          expect(updated.value.dirs).toEqual(fit.value.dirs)
          expect(updated.termination).toBe(fit.termination)
          expect(updated.value.selected.length).toBeLessThanOrEqual(nprune)
          const chosen = updated.value.subsets?.[updated.value.selected.length - 1]
          expect(chosen?.members).toEqual(updated.value.selected)
          expect(chosen?.rss).toBe(updated.rss)
        },
      ),
      { numRuns: 30 },
    )
  })
})
