import { fitMars, MarsModel } from '@byo/mars'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { namedTable, randomTables } from '../oracles/random-table.ts'
import { expectClose } from '../reference/close-to.ts'

describe('the contributions to a prediction', () => {
  it('add up to it, whatever counts as a variable, also for a model read from JSON', () => {
    fc.assert(
      fc.property(
        randomTables,
        fc.constantFrom('column' as const, 'variable' as const),
        (random, by) => {
          const table = { ...namedTable(random), z: random.y.map((value) => value ** 2) }
          const fit = fitMars(table, ['y', 'z'], { degree: 3 })
          const model = MarsModel.fromJSON(JSON.parse(JSON.stringify(fit)))
          const parts = model.contributions(table, { by })
          const sum = fit.fittedValues.map((_, i) =>
            parts.reduce((total, { values }) => total + values[i], 0),
          )
          expectClose(sum, fit.fittedValues, 1e-9)
        },
      ),
      { numRuns: 20 },
    )
  })

  it('begin with the intercept and list main effects before interactions', () => {
    const a = Array.from({ length: 50 }, (_, i) => Math.sin(i * i))
    const b = Array.from({ length: 50 }, (_, i) => Math.cos(3 * i))
    const y = a.map((value, i) => Math.abs(value) + b[i] + 3 * Math.max(0, value) * Math.abs(b[i]))
    const parts = fitMars({ a, b, y }, 'y', { degree: 2 }).contributions({ a: [0.5], b: [0.2] })
    const sizes = parts.map(({ variables }) => variables.length)
    expect(sizes[0]).toBe(0)
    expect(sizes).toEqual([...sizes].sort())
    expect(parts.map(({ variables }) => variables.join())).toContain('a,b')
    expect(parts.every(({ values }) => values.length === 1)).toBe(true)
  })

  it('treat unseen texts as a prediction does', () => {
    const table = { kind: ['a', 'b', 'a', 'b', 'a', 'b'], y: [1, 3, 1, 3, 1, 4] }
    const fit = fitMars(table, 'y', { compat: 'earth', minspan: 1, endspan: 1 })
    const unseen = { kind: ['c'] }
    expect(() => fit.contributions(unseen)).toThrow(
      expect.objectContaining({ code: 'unseen-level' }),
    )
    expect(() => fit.modelMatrix(unseen)).toThrow(expect.objectContaining({ code: 'unseen-level' }))
    expect(fit.contributions(unseen, { unseenLevels: 'baseline' })[0].values).toHaveLength(1)
  })
})

describe('the model matrix', () => {
  it('has a column for each selected term, whose weighted sum is the prediction', () => {
    fc.assert(
      fc.property(randomTables, (random) => {
        const table = namedTable(random)
        const model = fitMars(table, 'y', { degree: 3 }).toModel()
        const columns = model.modelMatrix(table)
        expect(columns).toHaveLength(model.terms.length)
        expect(columns[0]).toEqual(new Float64Array(random.rows).fill(1))
        const [coefficients] = model.value.coefficients
        const sum = new Float64Array(random.rows).map((_, i) =>
          columns.reduce((total, column, t) => total + coefficients[t] * column[i], 0),
        )
        expect(sum).toEqual(model.predict(table))
      }),
      { numRuns: 20 },
    )
  })
})
