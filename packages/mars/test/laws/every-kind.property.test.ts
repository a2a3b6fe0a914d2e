import { fitMars, MarsModel } from '@byo/mars'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isMissing } from '../../src/design/cells.ts'
import { readDesign } from '../../src/design/read-design.ts'
import { type MixedTable, mixedTables } from '../oracles/mixed-table.ts'
import { expectClose } from '../reference/close-to.ts'

const groupings = fc.constantFrom('column' as const, 'variable' as const)
const lenient = { missing: 'omit', unseenLevels: 'baseline' } as const
const runs = { numRuns: 40 }

/** Checks a law on fits of tables with columns and responses of every kind. */
function holds(law: (table: MixedTable, by: 'column' | 'variable') => void): void {
  fc.assert(fc.property(mixedTables, groupings, law), runs)
}

describe('a fit to columns of every kind', () => {
  it('predicts its fitted values for the rows that it was fitted to, and no others', () => {
    holds(({ rows, options }) => {
      const fit = fitMars(rows, 'y', options)
      const lacking = rows.filter((row) => Object.values(row).some(isMissing))
      const left = options.missing === 'omit' ? rows.length - lacking.length : rows.length
      const given = [...fit.trainingRows].map((row) => rows[row])
      expect(given).toHaveLength(left)
      expect(fit.predict(given)).toEqual(fit.fittedValues)
    })
  })

  it('is the same in every respect after a round trip through JSON text', () => {
    holds(({ rows, options, others }, by) => {
      const fit = fitMars(rows, 'y', options)
      const read = MarsModel.fromJSON(JSON.parse(JSON.stringify(fit)))
      expect(read.value).toEqual(fit.value)
      expect(read.predict(others, lenient)).toEqual(fit.predict(others, lenient))
      expect(read.summary()).toBe(fit.summary())
      expect(read.importance({ by })).toEqual(fit.importance({ by }))
      for (const style of ['h', 'pmax', 'max', 'C', 'bf', 'js'] as const) {
        expect(read.format({ style })).toBe(fit.format({ style }))
      }
    })
  })

  it('predicts the class of the greatest response, and none where a value is missing', () => {
    holds(({ rows, options, others }) => {
      const fit = fitMars(rows, 'y', options)
      const [source] = fit.value.responseSources
      if (source.kind === 'number') return
      const levels = source.kind === 'factor' ? source.levels : ['FALSE', 'TRUE']
      const numbers = fit.predict(others, lenient)
      const classes = fit.predict(others, { ...lenient, type: 'class' })
      for (const [i, name] of classes.entries()) {
        const scores =
          levels.length === 2
            ? [0.5, numbers[i]]
            : levels.map((_, at) => numbers[at * others.length + i])
        expect(name === null).toBe(Number.isNaN(numbers[i]))
        if (name !== null) expect(scores[levels.indexOf(name)]).toBe(Math.max(...scores))
      }
    })
  })
})

describe('a model of columns of every kind', () => {
  it('as JavaScript predicts the same doubles, NaN where a value is missing that it needs', () => {
    let [numbers, nothing] = [0, 0]
    holds(({ rows, options, others }) => {
      const fit = fitMars(rows, 'y', options)
      const predict: (row: object) => number | number[] = new Function(
        `return ${fit.format({ style: 'js' })}`,
      )()
      const predictions = fit.predict(others, lenient)
      for (const [i, row] of others.entries()) {
        const expected = fit.value.responses.map((_, r) => predictions[r * others.length + i])
        expect([predict(row)].flat()).toEqual(expected)
        if (Number.isNaN(expected[0])) nothing += 1
        else numbers += 1
      }
    })
    expect(numbers).toBeGreaterThan(100)
    expect(nothing).toBeGreaterThan(100)
  })

  it('as C predicts the same from the design columns', () => {
    holds(({ rows, options, others }) => {
      const fit = fitMars(rows, 'y', options)
      const { value } = fit
      const design = readDesign(others, { ...value, ...lenient })
      const predictions = fit.predict(others, lenient)
      for (const [r, response] of value.responses.entries()) {
        const source = fit.format({ style: 'C', digits: 15, response })
        const predict = new Function('x', 'max', `return ${source.replaceAll('\n', ' ')}`)
        for (const i of others.keys()) {
          const expected = predictions[r * others.length + i]
          if (Number.isNaN(expected)) continue
          const x = design.columns.map((column) => column[i])
          expect(predict(x, Math.max)).toBeCloseTo(expected, 9)
        }
      }
    })
  })

  it('shares its predictions out among its variables and its terms, missing ones included', () => {
    holds(({ rows, options, others }, by) => {
      const model = fitMars(rows, 'y', options)
      const predictions = model.predict(others, lenient)
      const parts = model.contributions(others, { ...lenient, by })
      const sum = predictions.map((_, i) =>
        parts.reduce((total, { values }) => total + values[i], 0),
      )
      for (const [i, each] of sum.entries()) {
        if (Number.isNaN(predictions[i])) expect(each).toBeNaN()
        else expect(each).toBeCloseTo(predictions[i], 9)
      }

      const columns = model.modelMatrix(others, lenient)
      const { coefficients, responses } = model.value
      const weighted = responses.flatMap((_, r) =>
        others.map((_, i) =>
          columns.reduce((total, column, t) => total + coefficients[r][t] * column[i], 0),
        ),
      )
      expect(weighted).toEqual([...predictions])
    })
  })

  it('blanks only the parts that need the missing value', () => {
    holds(({ rows, options }) => {
      const model = fitMars(rows, 'y', options)
      const row = { ...rows[model.trainingRows[0]], width: null }
      for (const { variables, values } of model.contributions([row], lenient)) {
        expect(Number.isNaN(values[0])).toBe(variables.includes('width'))
      }
    })
  })

  it('knows variables by the columns of the table, or by design columns, present(x) by x', () => {
    holds(({ rows, options }, by) => {
      const fit = fitMars(rows, 'y', options)
      const { columns, dirs, selected, subsets = [] } = fit.value
      const names = by === 'column' ? columns : Object.keys(rows[0]).filter((name) => name !== 'y')
      const occurs = (term: number, name: string): boolean =>
        columns.some((column, v) => {
          const missing = /^missing\((.*)\)$/.exec(column)?.[1]
          const dir = dirs[term][v]
          if (by === 'column') return column === name && (missing ? dir === 2 : dir !== 0)
          return dir !== 0 && (missing ?? column).startsWith(name)
        })

      const importance = fit.importance({ by, trim: false })
      expect(new Set(importance.map(({ name }) => name))).toEqual(new Set(names))
      for (const { name, nsubsets, used } of importance) {
        const sizes = subsets.slice(1, selected.length)
        const holding = sizes.filter(({ members }) => members.some((term) => occurs(term, name)))
        expect(nsubsets).toBe(holding.length)
        expect(used).toBe(selected.some((term) => occurs(term, name)))
      }

      const table = fit.anova({ by })
      expect(table.reduce((sum, { terms }) => sum + terms, 0)).toBe(selected.length - 1)
      for (const { variables, terms } of table) {
        const exactly = selected.filter((term) =>
          names.every((name) => occurs(term, name) === variables.includes(name)),
        )
        expect(terms).toBe(exactly.length)
      }
      const parts = fit.contributions(
        [...fit.trainingRows].map((row) => rows[row]),
        { by },
      )
      expect(parts.slice(1).map(({ variables }) => variables)).toEqual(
        table.map(({ variables }) => variables),
      )
      const { rows: count } = fit.value
      for (const [at, { standardDeviations }] of table.entries()) {
        const values = parts[at + 1].values.subarray(0, count)
        const mean = values.reduce((sum, value) => sum + value, 0) / count
        const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
        expectClose([standardDeviations[0]], [Math.sqrt(squares / (count - 1))], 1e-7)
      }
    })
  })
})
