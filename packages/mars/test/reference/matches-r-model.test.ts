import { MarsModel } from '@byo/mars'
import { describe, expect, it } from 'vitest'
import { expectClose } from './close-to.ts'
import { type Evimp, type Figures, fitCase, modelCases, modelTable } from './model-cases.ts'

it('there are 20 models of R to compare with', () => {
  expect(modelCases).toHaveLength(20)
})

describe.each(modelCases.map((each) => [each.name, each] as const))(
  "R's model of %s",
  (_, each) => {
    const fit = fitCase(each)
    const model = MarsModel.fromJSON(JSON.parse(JSON.stringify(fit)))

    it('is the model', () => {
      expectFigures(fit, each)
      expect(fit.value.coefficients[0]).toHaveLength(each.termNames.length)
    })

    it('has the same subsets, RSS and GCV of each size', () => {
      const subsets = model.value.subsets ?? []
      expect(subsets.map(({ members }) => members.map((index) => index + 1))).toEqual(
        each.pruneTerms,
      )
      expectClose(
        subsets.map(({ rss }) => rss),
        each.rssPerSubset,
      )
      expectClose(
        subsets.map(({ gcv }) => gcv),
        each.gcvPerSubset,
      )
    })

    it('has the same figures for each response', () => {
      const perResponse = model.value.perResponse ?? []
      for (const name of ['rss', 'gcv', 'rsq', 'grsq'] as const) {
        expectClose(
          perResponse.map((statistics) => statistics[name]),
          each.perResponse[name],
          1e-7,
        )
      }
    })

    it('gives the variables the same importance', () => {
      expectImportance(model.importance({ trim: false }), each.evimp)
      expectImportance(model.importance({ trim: false, sqrt: false }), each.evimpRaw)
    })

    it('predicts the same from each variable of the additive terms', () => {
      const table = Object.fromEntries(
        Object.entries(modelTable(each)).map(([name, column]) => [name, column.subarray(0, 5)]),
      )
      const parts = model.contributions(table)
      for (const [j, name] of each.terms.names.entries()) {
        const part = parts.find(({ variables }) => variables.join() === name)
        const values = each.terms.values.map((row) => row[j])
        for (const [i, value] of values.entries()) expect(part?.values[i]).toBeCloseTo(value, 7)
      }
    })

    it('is written the same in every style', () => {
      for (const [form, equations] of Object.entries(each.formats)) {
        const [style, variant] = form.split(' ') as ['h' | 'pmax' | 'max' | 'C' | 'bf', string]
        const options = Number(variant)
          ? { style, digits: Number(variant) }
          : { style, decomp: variant as 'anova' | 'none' }
        // R's bf loses count where a plain column stands in the model.
        if (style === 'bf' && fit.value.selected.some((t) => fit.value.dirs[t].includes(2)))
          continue
        for (const [r, response] of each.responses.entries()) {
          expect(model.format({ ...options, response }).split('\n'), form).toEqual(equations[r])
        }
      }
    })

    it('is printed the same', () => {
      expect(String(model).split('\n')).toEqual(each.print)
    })

    it('is summed up the same, after the first line', () => {
      const options = {
        h: {},
        'h none': { decomp: 'none' },
        'h 3': { digits: 3 },
        'h floating': { fixedPoint: false },
        pmax: { style: 'pmax' },
        'C 4': { style: 'C', digits: 4 },
      } as const
      for (const [form, text] of Object.entries(each.summaries)) {
        const lines = model.summary(options[form as keyof typeof options]).split('\n')
        expect(lines.slice(2), form).toEqual([...text, ''])
      }
    })

    it('is pruned anew the same', () => {
      for (const { args, ...figures } of each.updates) expectFigures(fit.update(args), figures)
    })
  },
)

const withRows = modelCases.filter(({ residuals }) => residuals !== undefined)

describe.each(withRows.map((each) => [each.name, each] as const))('the rows of %s', (_, each) => {
  const { residuals = [], leverages = [] } = each
  const fit = fitCase(each)

  it("have R's residuals", () => {
    const size = Math.max(...residuals.map(Math.abs))
    expect(fit.residuals).toHaveLength(residuals.length)
    for (const [i, residual] of residuals.entries()) {
      expect(Math.abs(fit.residuals[i] - residual)).toBeLessThan(1e-7 * size)
    }
  })

  it("have R's leverages", () => {
    expectClose(fit.leverages, leverages, 1e-7)
  })
})

/** Compares a model with R's figures of it. */
function expectFigures(model: MarsModel, figures: Figures): void {
  expect(model.value.selected.map((index) => index + 1)).toEqual(figures.selected)
  for (const [r, coefficients] of model.value.coefficients.entries()) {
    expectClose(
      coefficients,
      figures.coef.map((row) => row[r]),
      1e-7,
    )
  }
  expectClose([model.rss, model.gcv], [figures.rss, figures.gcv])
  expectClose([model.rsq, model.grsq], [figures.rsq, figures.grsq], 1e-7)
}

/** Compares importance with R's evimp, names without R's suffix. */
function expectImportance(importance: ReturnType<MarsModel['importance']>, evimp: Evimp): void {
  expect(importance.map(({ name }) => name)).toEqual(evimp.names)
  expect(importance.map(({ used }) => used)).toEqual(evimp.used)
  expect(importance.map(({ nsubsets }) => nsubsets)).toEqual(evimp.nsubsets)
  for (const name of ['gcv', 'rss'] as const) {
    expectClose(
      importance.map((each) => each[name]),
      evimp[name],
      1e-7,
    )
  }
}
