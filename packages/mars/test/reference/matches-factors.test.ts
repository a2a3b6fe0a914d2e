import { readFileSync } from 'node:fs'
import { type FactorOptions, fitMars, MarsModel, type MarsTable } from '@byo/mars'
import { describe, expect, it } from 'vitest'
import { polynomialContrasts } from '../../src/design/contrasts.ts'
import { expectClose } from './close-to.ts'

/** A fit of a data frame that R made: see fixtures/generate-factors.R. */
interface FactorCase {
  readonly name: string
  readonly table: string
  readonly responses: readonly string[]
  readonly args: { readonly degree?: number }
  readonly factors: Readonly<Record<string, FactorOptions>>
  readonly columns: readonly string[]
  readonly names: readonly string[]
  readonly dirs: readonly number[][]
  readonly cuts: readonly number[][]
  readonly selected: readonly number[]
  readonly coef: readonly number[][]
  readonly rss: number
  readonly gcv: number
  readonly rsq: number
  readonly grsq: number
  readonly classes?: readonly string[]
}

const { tables, cases, polynomials } = JSON.parse(
  readFileSync(new URL('../fixtures/factors.json', import.meta.url), 'utf8'),
) as {
  readonly tables: Readonly<Record<string, MarsTable>>
  readonly cases: readonly FactorCase[]
  readonly polynomials: readonly number[][][]
}

describe("compat 'earth' gives earth's model of a data frame", () => {
  it('of which there are 17', () => {
    expect(cases).toHaveLength(17)
  })

  it.each(cases.map((each) => [each.name, each] as const))('%s', (_, each) => {
    const table = tables[each.table]
    const { factors, args } = each

    const model = fitMars(table, each.responses, { compat: 'earth', factors, ...args })
    const { value } = model

    expect(value.columns).toEqual(each.columns)
    expect(value.responses).toEqual(each.names)
    expect(value.dirs).toEqual(each.dirs)
    // Knots on polynomial contrasts are rounded in another order than R's.
    for (const [t, cuts] of each.cuts.entries()) {
      for (const [v, cut] of cuts.entries()) {
        const ordered = /\.[LQC]$|\^\d+$/.test(each.columns[v])
        if (ordered) expect(value.cuts[t][v]).toBeCloseTo(cut, 12)
        else expect(value.cuts[t][v]).toBe(cut)
      }
    }
    expect(value.selected).toEqual(each.selected.map((term) => term - 1))
    for (const [r, coefficients] of value.coefficients.entries()) {
      expectClose(
        coefficients,
        each.coef.map((row) => row[r]),
      )
    }
    expectClose([value.rss, value.gcv], [each.rss, each.gcv])
    expectClose([value.rsq, value.grsq], [each.rsq, each.grsq])
    const again = MarsModel.fromJSON(JSON.parse(JSON.stringify(model)))
    expect(again.value).toEqual(value)
    if (each.classes) expect(again.predict(table, { type: 'class' })).toEqual(each.classes)
  })
})

describe('the contrasts of an ordered factor', () => {
  it.each(polynomials.map((rows) => [rows.length, rows] as const))(
    'with %i levels are those of contr.poly',
    (levels, rows) => {
      const contrasts = polynomialContrasts(levels)
      expect(contrasts).toHaveLength(levels - 1)
      for (const [d, values] of contrasts.entries()) {
        for (const [i, value] of values.entries()) {
          expect(Math.abs(value - rows[i][d])).toBeLessThan(1e-12)
        }
      }
    },
  )

  it('stay orthonormal with many levels, where powers would long be dependent', () => {
    const contrasts = polynomialContrasts(150)
    for (const a of [0, 1, 70, 147, 148]) {
      for (const b of [0, 1, 70, 147, 148]) {
        const product = contrasts[a].reduce((sum, value, i) => sum + value * contrasts[b][i], 0)
        expect(product).toBeCloseTo(a === b ? 1 : 0, 12)
      }
    }
  })
})
