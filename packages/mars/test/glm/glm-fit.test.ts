import {
  fitMars,
  type GlmOptions,
  isMarsError,
  MarsModel,
  type MarsOptions,
  type UpdateOptions,
} from '@byo/mars'
import { describe, expect, it } from 'vitest'
import { glmFit } from '../../src/glm/glm-fit.ts'
import { expectClose } from '../reference/close-to.ts'

const rows = 120
const x = Array.from({ length: rows }, (_, i) => ((i * 37) % rows) / 10)
const noise = x.map((_, i) => Math.sin(i * i))
const hidden = x.map((_, i) => Math.sin(3 * i * i + 1))
const answer = x.map((value, i) =>
  Math.abs(value - 6) + 2 * noise[i] + 4 * hidden[i] > 3 ? 'yes' : 'no',
)
const count = x.map((value, i) => Math.round(Math.abs(value - 4) + 1 + noise[i]))
const binomial: GlmOptions = { family: 'binomial' }

/** The code and message that a fit or an update is refused with. */
function refusal(make: () => unknown): string {
  try {
    make()
  } catch (error) {
    if (isMarsError(error)) return `${error.code}: ${error.message}`
  }
  return 'not refused'
}

describe('a generalised linear model', () => {
  const group = Float64Array.from({ length: 12 }, (_, i) => Number(i % 3 === 0))
  const ones = new Float64Array(12).fill(1)
  const basis = [ones, group]

  it('of two groups has their means', () => {
    const y = Float64Array.from({ length: 12 }, (_, i) => [1, 1, 0, 0, 0, 1, 1, 0, 1, 0, 0, 1][i])
    const of = (link: 'logit' | 'cloglog' | 'probit'): readonly number[] =>
      glmFit({ family: 'binomial', link }, { basis, y: [y], responses: ['y'], weights: null })
        .coefficients[0]
    // Half of the four in the group, half of the eight outside.
    expectClose(
      of('logit').map((each) => each + 1),
      [1, 1],
      1e-10,
    )
    expectClose(
      of('probit').map((each) => each + 1),
      [1, 1],
      1e-10,
    )
    expectClose([of('cloglog')[0]], [Math.log(Math.log(2))], 1e-8)
  })

  it('counts a row with a whole weight as so many rows, and one of weight 0 not at all', () => {
    const y = Float64Array.from({ length: 12 }, (_, i) => (i * 5) % 7)
    const weights = Float64Array.from({ length: 12 }, (_, i) => i % 4)
    const repeated = (column: Float64Array): Float64Array =>
      Float64Array.from([...column].flatMap((value, i) => new Array(weights[i]).fill(value)))
    const kind = { family: 'poisson', link: 'log' } as const
    const weighted = glmFit(kind, { basis, y: [y], responses: ['y'], weights })
    const long = glmFit(kind, {
      basis: basis.map(repeated),
      y: [repeated(y)],
      responses: ['y'],
      weights: null,
    })
    expectClose(weighted.coefficients[0], long.coefficients[0])
    const [each, other] = [weighted.perResponse[0], long.perResponse[0]]
    expectClose(
      [each.deviance, each.nullDeviance, each.aic],
      [other.deviance, other.nullDeviance, other.aic],
    )
    expect([each.nullDf, each.df]).toEqual([8, 7])
    expect([other.nullDf, other.df]).toEqual([17, 16])
  })

  it('gives a term that depends on those before it the coefficient 0 and no degree of freedom', () => {
    const y = Float64Array.from({ length: 12 }, (_, i) => i % 5)
    const data = { y: [y], responses: ['y'], weights: null }
    const kind = { family: 'poisson', link: 'log' } as const
    const plain = glmFit(kind, { ...data, basis })
    const double = glmFit(kind, { ...data, basis: [ones, group, group.map((each) => 2 * each)] })
    expectClose(double.coefficients[0], [...plain.coefficients[0], 0])
    expect(double.perResponse[0].df).toBe(plain.perResponse[0].df)
  })

  it('of a constant response explains nothing', () => {
    const kind = { family: 'binomial', link: 'logit' } as const
    const { perResponse } = glmFit(kind, { basis, y: [ones], responses: ['y'], weights: null })
    expect(perResponse[0]).toMatchObject({ nullDeviance: 0, devianceRatio: 0 })
  })

  it('that overflows is an error that names the response', () => {
    const huge = Float64Array.from({ length: 12 }, (_, i) => (i === 0 ? 1e300 : 0))
    const y = new Float64Array(12).fill(Number.MAX_VALUE)
    const kind = { family: 'poisson', link: 'log' } as const
    const data = { basis: [ones, huge], y: [y], responses: ['sales'], weights: null }
    expect(refusal(() => glmFit(kind, data))).toContain(
      'overflow: The generalised linear model of response "sales" overflows',
    )
  })
})

describe('a fit with option glm', () => {
  const fit = fitMars({ x, noise, answer }, 'answer', { glm: binomial })

  it('has the terms and the coefficients of a fit without it', () => {
    const { glm, ...rest } = fit.value
    expect(rest).toEqual(fitMars({ x, noise, answer }, 'answer').value)
    expect(glm).toMatchObject({ family: 'binomial', link: 'logit' })
    expect(fit.residuals).toEqual(fitMars({ x, noise, answer }, 'answer').residuals)
  })

  it('predicts probabilities, whose mean is that of the response', () => {
    const probabilities = fit.predict({ x, noise })
    expect(probabilities.every((each) => each > 0 && each < 1)).toBe(true)
    const mean = probabilities.reduce((sum, each) => sum + each, 0) / rows
    expect(mean).toBeCloseTo(answer.filter((each) => each === 'yes').length / rows, 8)
    expect(fit.fittedValues).toEqual(probabilities)
    const classes = fit.predict({ x, noise }, { type: 'class' })
    expect(classes).toEqual([...probabilities].map((each) => (each > 0.5 ? 'yes' : 'no')))
  })

  it('predicts by least squares with type earth, and on the scale of the link', () => {
    const plain = fitMars({ x, noise, answer }, 'answer')
    expect(fit.predict({ x, noise }, { type: 'earth' })).toEqual(plain.predict({ x, noise }))
    const sums = fit.predict({ x, noise }, { type: 'link' })
    expectClose(
      sums.map((eta) => 1 / (1 + Math.exp(-eta))),
      fit.predict({ x, noise }),
    )
    for (const type of ['link', 'earth', 'response'] as const) {
      expect(plain.predict({ x, noise }, { type })).toEqual(plain.predict({ x, noise }))
    }
  })

  it('predicts NaN where a value is missing', () => {
    for (const link of ['logit', 'probit', 'cloglog'] as const) {
      const each = fitMars({ x, answer }, 'answer', { glm: { family: 'binomial', link } })
      expect(each.predict({ x: [null, 3] }, { missing: 'omit' })[0]).toBeNaN()
      expect(each.predict({ x: [null] }, { missing: 'omit', type: 'class' })).toEqual([null])
    }
  })

  it('stands on terms of missing values as on others', () => {
    const gaps = x.map((value, i) => (i % 4 === 1 ? null : value))
    const options: MarsOptions = { missing: 'terms', glm: binomial }
    const each = fitMars({ gaps, noise, answer }, 'answer', options)
    const probabilities = each.predict({ gaps, noise })
    const mean = probabilities.reduce((sum, one) => sum + one, 0) / rows
    expect(mean).toBeCloseTo(answer.filter((one) => one === 'yes').length / rows, 8)
  })

  it('keeps its model through JSON, with null for an infinite AIC', () => {
    const rates = fitMars({ x, y: count.map((each) => each / 2) }, 'y', {
      glm: { family: 'poisson' },
    })
    for (const each of [fit, rates]) {
      expect(MarsModel.fromJSON(JSON.parse(JSON.stringify(each))).value).toEqual(each.value)
    }
    expect(rates.value.glm?.perResponse[0].aic).toBe(Number.POSITIVE_INFINITY)
    expect(rates.toJSON().glm?.perResponse[0].aic).toBeNull()
    expect(Object.keys(fitMars({ x, answer }, 'answer').toJSON())).not.toContain('glm')
  })

  it('has weights of rows as prior weights, the same as rows repeated by the rules of earth', () => {
    const options: MarsOptions = { compat: 'earth', glm: binomial, pmethod: 'none', nprune: 3 }
    const weights = x.map((_, i) => 1 + (i % 3))
    const { glm } = fitMars({ x, answer }, 'answer', { ...options, weights }).value
    expect(glm?.perResponse[0].nullDf).toBe(rows - 1)
    const unweighted = fitMars({ x, answer }, 'answer', options).value.glm
    expect(glm?.perResponse[0].nullDeviance).toBeGreaterThan(
      1.5 * (unweighted?.perResponse[0].nullDeviance ?? Number.NaN),
    )
  })

  it('gives a GLM to each level of a response of several', () => {
    const kind = x.map((value, i) => ['a', 'b', 'c'][Math.floor(value / 4 + noise[i] / 3 + 3) % 3])
    const of = fitMars({ x, noise, kind }, 'kind', { glm: { family: 'binomial', link: 'probit' } })
    expect(of.value.glm?.coefficients).toHaveLength(3)
    const probabilities = of.predict({ x, noise })
    const classes = of.predict({ x, noise }, { type: 'class' })
    for (let i = 0; i < rows; i += 1) {
      const own = [0, 1, 2].map((r) => probabilities[r * rows + i])
      expect(classes[i]).toBe(['a', 'b', 'c'][own.indexOf(Math.max(...own))])
    }
  })

  it('is fitted anew by an update, to what stays, or as another family', () => {
    const fewer = fit.update({ nprune: 2 })
    const direct = fitMars({ x, noise, answer }, 'answer', { glm: binomial, nprune: 2 })
    expect(fewer.value).toEqual(direct.value)
    const probit = fit.update({ glm: { family: 'binomial', link: 'probit' } })
    expect(probit.value.glm?.link).toBe('probit')
    expect(probit.value.coefficients).toEqual(fit.value.coefficients)
    expect(fitMars({ x, noise, answer }, 'answer').update({ glm: binomial }).value).toEqual(
      fit.value,
    )
  })

  it('says that it has not converged where terms tell the classes apart, and predicts them', () => {
    const sides = x.map((value) => value > 6)
    const apart = fitMars({ x, sides }, 'sides', { glm: binomial })
    expect(apart.value.glm?.perResponse[0]).toMatchObject({ converged: false, iterations: 25 })
    expect(apart.predict({ x }, { type: 'class' })).toEqual(
      sides.map((side) => (side ? 'TRUE' : 'FALSE')),
    )
    expect(String(apart)).toMatch(/^GLM \(family binomial, link logit, maxit=25\):\n/)
  })
})

describe('option glm', () => {
  const refused = (glm: unknown, more: MarsOptions = {}): string =>
    refusal(() => fitMars({ x, count }, 'count', { ...more, glm: glm as GlmOptions }))

  it.each([
    ['poisson', 'The options of glm are poisson'],
    [{}, "Option glm has no family: it can be 'binomial' or 'poisson'."],
    [{ family: 'gamma' }, "Option family of glm is \"gamma\": it can be 'binomial' or 'poisson'."],
    [{ family: 'poisson', link: 'logit' }, 'Option link of glm is "logit": it can be \'log\'.'],
    [{ family: 'binomial', link: 'log' }, 'Option link of glm is "log": it can be'],
  ])('is refused as %j', (glm, message) => {
    expect(refused(glm)).toContain(message.replace('are poisson', 'are "poisson"'))
    expect(refused(glm)).toMatch(/^invalid-option: /)
  })

  it('is refused with a member that it does not have', () => {
    expect(refused({ family: 'poisson', maxit: 5 })).toBe(
      'unknown-option: There is no option "maxit" of glm: it has family, link.',
    )
  })

  it('does not go with the rules of mda, which has none', () => {
    expect(refused({ family: 'poisson' }, { compat: 'mda' })).toContain('unsupported-option')
  })

  it('is refused where a response is out of range, with the row of the table that was given', () => {
    expect(refused(binomial)).toBe(
      `invalid-option: Option glm is for family 'binomial', and response "count" holds ${count.find((each) => each > 1)} in row ${count.findIndex((each) => each > 1) + 1}: it has to be from 0 to 1.`,
    )
    const y = [null, 2, 1, -1, 3]
    const options: MarsOptions = { glm: { family: 'poisson' }, missing: 'omit' }
    expect(refusal(() => fitMars({ x: [1, 2, 3, 4, 5], y }, 'y', options))).toContain(
      'response "y" holds -1 in row 4: it has to be at least 0.',
    )
    const fit = fitMars({ x, count }, 'count')
    const update: UpdateOptions = { glm: binomial }
    expect(refusal(() => fit.update(update))).toContain('has to be from 0 to 1')
  })

  it('refuses counts of successes and failures, and says what to give', () => {
    const table = { x, good: count, bad: x.map((_, i) => i % 3) }
    const message = refusal(() => fitMars(table, ['good', 'bad'], { glm: binomial }))
    expect(message).toContain('give the share of the first as the one response')
    const twoFlags = { x, a: answer.map((each) => each === 'yes'), b: noise.map((v) => v > 0) }
    expect(refusal(() => fitMars(twoFlags, ['a', 'b'], { glm: binomial }))).toBe('not refused')
  })
})
