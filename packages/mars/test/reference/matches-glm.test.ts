import { readFileSync } from 'node:fs'
import { fitMars, type GlmOptions, type MarsFit, MarsModel } from '@byo/mars'
import { describe, expect, it } from 'vitest'
import { expectClose } from './close-to.ts'

/** What R makes of generalised linear models on the terms of earth. */
interface GlmCase {
  readonly name: string
  readonly args: Readonly<Record<string, unknown>>
  readonly family: GlmOptions['family']
  readonly link: NonNullable<GlmOptions['link']>
  readonly columns: readonly string[]
  readonly responses: readonly string[]
  readonly update?: number
  readonly x: readonly number[][]
  readonly y: readonly number[][]
  readonly w?: readonly number[]
  readonly selected: readonly number[]
  readonly coef: readonly number[][]
  readonly glmCoef: readonly number[][]
  readonly stats: {
    readonly [Name in (typeof figures)[number]]: readonly (number | string)[]
  } & { readonly converged: readonly boolean[] }
  readonly link10: readonly number[][]
  readonly response10: readonly number[][]
  readonly earth10: readonly number[][]
  readonly fitted10: readonly number[][]
  readonly residuals10: readonly number[][]
  readonly print: readonly string[]
  readonly summaries: Readonly<Record<string, readonly string[]>>
}

const figures = [
  'nullDeviance',
  'nullDf',
  'deviance',
  'df',
  'devianceRatio',
  'aic',
  'iterations',
] as const

const cases = JSON.parse(
  readFileSync(new URL('../fixtures/glm.json', import.meta.url), 'utf8'),
) as readonly GlmCase[]

/** Columns by name, the first so many rows. */
function tableOf(each: GlmCase, rows = each.x.length): Record<string, Float64Array> {
  const column = (values: readonly number[][], j: number): Float64Array =>
    Float64Array.from(values.slice(0, rows), (row) => row[j])
  return Object.fromEntries([
    ...each.columns.map((name, j) => [name, column(each.x, j)]),
    ...each.responses.map((name, r) => [name, column(each.y, r)]),
  ])
}

/** Fits a case under earth's rules. */
function fitCase(each: GlmCase): MarsFit {
  const { linpreds, ...args } = each.args
  const fit = fitMars(tableOf(each), each.responses, {
    ...args,
    compat: 'earth',
    ...(linpreds ? { linpreds: each.columns } : {}),
    weights: each.w,
    glm: { family: each.family, link: each.link },
  })
  return each.update ? fit.update({ nprune: each.update }) : fit
}

/** The column of each response below the other, of those whose GLM has converged. */
function columnMajor(each: GlmCase, rows: readonly (readonly number[])[]): readonly number[] {
  return each.stats.converged.flatMap((converged, r) =>
    converged ? rows.map((row) => row[r]) : [],
  )
}

/** The same of what was predicted. */
function ofConverged(each: GlmCase, values: Float64Array): readonly number[] {
  const rows = values.length / each.responses.length
  return Array.from(values).filter((_, i) => each.stats.converged[Math.floor(i / rows)])
}

/** R's lines without the one that lists weights. */
function withoutWeights(lines: readonly string[]): readonly string[] {
  return lines.filter((line) => !line.startsWith('Weights: '))
}

it('there are 15 fits of R to compare with, and two responses whose GLM has not converged', () => {
  expect(cases).toHaveLength(15)
  expect(cases.flatMap(({ stats }) => stats.converged).filter((each) => !each)).toHaveLength(2)
})

describe.each(cases.map((each) => [each.name, each] as const))("R's GLM of %s", (_, each) => {
  const fit = fitCase(each)
  const model = MarsModel.fromJSON(JSON.parse(JSON.stringify(fit)))
  const { glm } = model.value

  it('is on the terms of least squares, whose coefficients stay', () => {
    expect(model.value.selected.map((index) => index + 1)).toEqual(each.selected)
    for (const [r, coefficients] of model.value.coefficients.entries()) {
      expectClose(
        coefficients,
        each.coef.map((row) => row[r]),
      )
    }
  })

  it('has the same coefficients', () => {
    expect(glm).toMatchObject({ family: each.family, link: each.link })
    for (const [r, converged] of each.stats.converged.entries()) {
      const expected = each.glmCoef.map((row) => row[r])
      if (converged) expectClose(glm?.coefficients[r] ?? [], expected, 1e-8)
    }
  })

  it('has the same deviances, AIC and number of steps', () => {
    for (const [r, converged] of each.stats.converged.entries()) {
      const statistics = glm?.perResponse[r]
      expect(statistics?.converged).toBe(converged)
      for (const name of figures) {
        const expected = Number(each.stats[name][r])
        const actual = Number(statistics?.[name])
        if (expected === Number.POSITIVE_INFINITY) expect(actual).toBe(expected)
        else if (name === 'devianceRatio') expect(actual).toBeCloseTo(expected, 10)
        else if (converged) expectClose([actual], [expected], 1e-8)
      }
    }
  })

  it('predicts the same', () => {
    const table = tableOf(each, 10)
    for (const [type, expected] of [
      ['link', each.link10],
      ['response', each.response10],
      ['earth', each.earth10],
    ] as const) {
      expectClose(
        ofConverged(each, model.predict(table, { type })),
        columnMajor(each, expected),
        1e-7,
      )
    }
    expect(model.predict(table)).toEqual(model.predict(table, { type: 'response' }))
  })

  it('has fitted values of the GLM and residuals of least squares', () => {
    const firstTen = (values: Float64Array): Float64Array =>
      values.filter((_, i) => i % each.x.length < 10)
    expectClose(
      ofConverged(each, firstTen(fit.fittedValues)),
      columnMajor(each, each.fitted10),
      1e-7,
    )
    expectClose(
      ofConverged(each, firstTen(fit.residuals)),
      columnMajor(each, each.residuals10),
      1e-6,
    )
  })

  // What does not converge has no figures to print.
  if (each.stats.converged.includes(false)) return

  it('is printed the same', () => {
    expect(String(model).split('\n')).toEqual(withoutWeights(each.print))
  })

  it('is summed up the same in every form', () => {
    for (const [form, expected] of Object.entries(each.summaries)) {
      const [style, variant] = form.split(' ') as ['h' | 'pmax' | 'C', string | undefined]
      const options = Number(variant)
        ? { style, digits: Number(variant) }
        : { style, decomp: (variant ?? 'anova') as 'anova' | 'none' }
      const [, ...text] = model.summary(options).split('\n')
      expect(text.slice(1, -1), form).toEqual(withoutWeights(expected))
    }
  })
})
