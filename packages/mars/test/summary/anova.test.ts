import { fitMars } from '@byo/mars'
import { describe, expect, it } from 'vitest'
import { residualSum } from '../oracles/residual-sum.ts'
import { expectClose } from '../reference/close-to.ts'

const rows = 120
const a = Float64Array.from({ length: rows }, (_, i) => Math.sin(i * i))
const b = Float64Array.from({ length: rows }, (_, i) => Math.cos(3 * i))
const kind = Array.from({ length: rows }, (_, i) => ['u', 'v', 'w'][i % 3])
const y = a.map(
  (value, i) =>
    3 * Math.abs(value) + 2 * value * Math.max(0, b[i]) + (kind[i] === 'v' ? 1 : 0) + (i % 5) / 9,
)
const z = y.map((value, i) => value * b[i])
const fit = fitMars({ a, b, kind, y }, 'y', { degree: 2 })

describe('the ANOVA decomposition', () => {
  it('has a row for each set of variables, which share out all terms but the intercept', () => {
    const table = fit.anova()
    const sets = table.map(({ variables }) => variables.join())
    expect(new Set(sets).size).toBe(sets.length)
    expect(sets).toContain('a')
    expect(sets).toContain('a,b')
    const degrees = table.map(({ variables }) => variables.length)
    expect(degrees).toEqual([...degrees].sort())
    const terms = table.reduce((sum, row) => sum + row.terms, 0)
    expect(terms).toBe(fit.value.selected.length - 1)
  })

  it('charges all rows together what the GCV charges for the terms', () => {
    const charge = fit.anova().reduce((sum, row) => sum + row.effectiveParameters, 0)
    const { penalty } = fit.value.settings
    expect(charge).toBeCloseTo((fit.value.selected.length - 1) * (1 + penalty / 2), 12)
    const free = fit.update({ penalty: -1 }).anova()
    expect(free.map(({ effectiveParameters }) => effectiveParameters)).toEqual(free.map(() => 0))
  })

  it('tells how much the prediction moves with the terms of a row', () => {
    const parts = fit.contributions({ a, b, kind })
    for (const { variables, standardDeviations } of fit.anova()) {
      const part = parts.find((each) => each.variables.join() === variables.join())
      const values = part?.values ?? new Float64Array(0)
      const mean = values.reduce((sum, value) => sum + value, 0) / rows
      const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
      expectClose(standardDeviations, [Math.sqrt(squares / (rows - 1))], 1e-9)
    }
  })

  it('has the GCV of a fit without the terms of a row', () => {
    const columns = fit.modelMatrix({ a, b, kind })
    const names = fit.terms.map(({ name }) => name)
    const mainA = fit.anova().find(({ variables }) => variables.join() === 'a')
    const rest = columns.filter((_, t) => !/^(h\(.*\b)?a\b[^*]*$/.test(names[t]))
    expect(columns.length - rest.length).toBe(mainA?.terms)
    const rss = residualSum(rest, y)
    const charge = rest.length + (3 * (rest.length - 1)) / 2
    expectClose([mainA?.gcv ?? 0], [rss / (rows * (1 - charge / rows) ** 2)], 1e-9)
    expect(mainA?.gcv).toBeGreaterThan(fit.gcv)
  })

  it('takes the levels of a text column together when asked for variables', () => {
    const sets = fit.anova({ by: 'variable' }).map(({ variables }) => variables.join())
    expect(sets).toContain('kind')
    expect(sets.join()).not.toContain('kindv')
    expect(fit.anova().map(({ variables }) => variables.join())).toContain('kindv')
  })

  it('has a standard deviation for each response', () => {
    const two = fitMars({ a, b, y, z }, ['y', 'z'], { degree: 2 })
    for (const { standardDeviations } of two.anova()) expect(standardDeviations).toHaveLength(2)
  })

  it('is empty for a model of the mean', () => {
    expect(fit.update({ nprune: 1 }).anova()).toEqual([])
  })
})
