import { fitMars, type MarsModel } from '@byo/mars'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { namedTable, randomTables } from '../oracles/random-table.ts'

/** The function that a model is the source of. */
function evaluated(model: MarsModel, response?: string): (row: object) => number | number[] {
  return new Function(`return ${model.format({ style: 'js', response })}`)()
}

describe('a model as JavaScript', () => {
  it('predicts the same doubles, for one response and for several', () => {
    fc.assert(
      fc.property(randomTables, fc.integer({ min: 1, max: 3 }), (random, degree) => {
        const table = { ...namedTable(random), z: random.y.map((value, i) => value * i) }
        const model = fitMars(table, ['y', 'z'], { degree })
        const predictions = model.predict(table)
        const both = evaluated(model)
        const second = evaluated(model, 'z')
        for (let i = 0; i < random.rows; i += 1) {
          const row = Object.fromEntries(random.x.map((column, j) => [`x${j + 1}`, column[i]]))
          expect(both(row)).toEqual([predictions[i], predictions[random.rows + i]])
          expect(second(row)).toBe(predictions[random.rows + i])
        }
      }),
      { numRuns: 20 },
    )
  })

  it('takes the row objects that a fit takes: texts, booleans, any name', () => {
    const odd = 'a "b"\n\\`'
    const rows = Array.from({ length: 40 }, (_, i) => ({
      [odd]: Math.sin(i * i) - 2,
      kind: ['x', 'it\'s "y"', 'z'][i % 3],
      fresh: i % 4 === 0,
      y: Math.abs(Math.sin(i * i) - 0.3) + (i % 3) * 2 + (i % 4 === 0 ? 5 : 0),
    }))
    for (const options of [{ degree: 2 }, { compat: 'mda', interceptColumn: true }] as const) {
      const model = fitMars(rows, 'y', options)
      const predict = evaluated(model)
      expect(model.value.selected.length).toBeGreaterThan(4)
      expect(rows.map((row) => predict(row))).toEqual([...model.predict(rows)])
    }
  })

  it('says where it cannot do without a value, and where it can', () => {
    const x = Array.from({ length: 60 }, (_, i) => (i % 3 === 1 ? null : (i * 7) % 60))
    const z = x.map((_, i) => Math.sin(i))
    const y = x.map((value, i) => (value === null ? 4 : value / 10) + 3 * z[i])
    const options = { missing: 'terms', linpreds: ['x', 'z'] } as const
    const model = fitMars({ x, z, y }, 'y', options)
    const source = model.format({ style: 'js' }).replaceAll(/-?\d+(\.\d+)?(e-\d+)?(?= [*+])/g, '#')
    expect(source.split('\n')).toEqual([
      '(row) => {',
      '  const missing = (name) => row[name] == null || Number.isNaN(row[name])',
      '  if (missing("z")) return NaN',
      '  return (',
      '    # +',
      '    # * row["z"] +',
      '    # * (missing("x") ? 0 : Math.max(0, row["x"] - 0)) +',
      '    # * (missing("x") ? 1 : 0)',
      '  )',
      '}',
    ])
    expect([{ x: null }, { x: 3, z: undefined }, {}].map(evaluated(model))).toEqual([
      Number.NaN,
      Number.NaN,
      Number.NaN,
    ])
    expect([{ z: 1 }, { x: Number.NaN, z: 1 }].map(evaluated(model))).toEqual([
      ...model.predict([
        { x: null, z: 1 },
        { x: undefined, z: 1 },
      ]),
    ])
  })

  it('is a constant function for a model of the mean', () => {
    const model = fitMars({ x: [1, 2, 3], y: [2, 2, 2] }, 'y')
    expect(model.format({ style: 'js' })).toBe('(row) => {\n  return (\n    2\n  )\n}')
  })
})
