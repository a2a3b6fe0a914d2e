import { fitMars, MarsModel } from '@byo/mars'
import { describe, expect, it } from 'vitest'
import { lehmer } from './oracles/random-table.ts'
import { expectClose } from './reference/close-to.ts'

const rows = 400
const random = lehmer(7)
const x = Float64Array.from({ length: rows }, random)
const z = Float64Array.from({ length: rows }, random)
const kind = Array.from(x, () => (random() < 0.5 ? 'a' : 'b'))
const bent = (i: number): number => 6 * Math.abs(x[i] - 0.4) + 2 * z[i] + (kind[i] === 'b' ? 1 : 0)
const y = x.map((_, i) => bent(i) + 0.1 * random())
const gone = Array.from(x, () => random() < 0.3)
const holed = {
  x: x.map((value, i) => (gone[i] ? Number.NaN : value)),
  z,
  kind: kind.map((text, i) => (i % 7 === 0 ? null : text)),
}
const fit = (options = {}): MarsModel =>
  fitMars({ ...holed, y }, 'y', { missing: 'terms', ...options })

/** The mean of the squared errors of predictions. */
function squaredError(predictions: ArrayLike<number>): number {
  return y.reduce((sum, value, i) => sum + (value - predictions[i]) ** 2, 0) / rows
}

describe("missing: 'terms'", () => {
  it('puts a column of missingness behind the columns of its source', () => {
    expect(fit().value.columns).toEqual(['x', 'missing(x)', 'z', 'kindb', 'missing(kind)'])
    const { value } = fitMars({ x, kind, y }, 'y', { missing: 'terms' })
    expect(value.columns).toEqual(['x', 'kindb'])
  })

  it.each([1, 2, 3])(
    'gives each term with such a source the factor present, degree %i',
    (degree) => {
      const { value, terms } = fit({ degree })
      const used = value.dirs.filter(([dir]) => dir !== 0)
      expect(used.length).toBeGreaterThan(1)
      for (const [t, dirs] of value.dirs.entries()) {
        if (dirs[0] !== 0) expect([dirs[1], value.cuts[t][1]]).toEqual([-1, 1])
        if (dirs[3] !== 0) expect([dirs[4], value.cuts[t][4]]).toEqual([-1, 1])
        const factors = [dirs[0], dirs[2], dirs[3]].filter((dir) => dir !== 0)
        expect(factors.length).toBeLessThanOrEqual(degree)
        expect([0, -1, 2]).toContain(dirs[1])
      }
      const names = terms.map(({ name }) => name)
      expect(names.some((name) => name.startsWith('h(') && name.includes('*present(x)'))).toBe(true)
      expect(names.some((name) => name.includes('missing('))).toBe(true)
    },
  )

  it('predicts better than a fit to the complete rows, or to means in place of what is missing', () => {
    const predictions = fit().predict(holed)
    const there = x.filter((_, i) => !gone[i])
    const mean = there.reduce((sum, value) => sum + value, 0) / there.length
    const byMean = {
      z,
      kind: holed.kind.map((text) => text ?? 'a'),
      x: x.map((value, i) => (gone[i] ? mean : value)),
    }
    const imputed = fitMars({ ...byMean, y }, 'y').predict(byMean)
    const dropped = fitMars({ ...holed, y }, 'y', { missing: 'omit' })
    const average = y.reduce((sum, value) => sum + value, 0) / rows
    const orAverage = dropped.predict(holed).map((each) => (Number.isNaN(each) ? average : each))
    expect(squaredError(predictions)).toBeLessThan(squaredError(y.map(() => average)))
    expect(squaredError(predictions)).toBeLessThan(0.95 * squaredError(imputed))
    expect(squaredError(predictions)).toBeLessThan(0.9 * squaredError(orAverage))
  })

  it('predicts on the training rows with the RSS of the fit, also when read from JSON', () => {
    for (const degree of [1, 2]) {
      const model = fit({ degree })
      const read = MarsModel.fromJSON(JSON.parse(JSON.stringify(model)))
      expect(read.value).toEqual(model.value)
      expectClose([rows * squaredError(read.predict(holed))], [model.rss])
      expect(read.summary()).toContain('present(x)')
    }
  })

  it('takes linpreds and refuses a column named as its own', () => {
    const { dirs, cuts } = fit({ linpreds: ['x'] }).value
    const least = Math.min(...x.filter((_, i) => !gone[i]))
    // In a product a plain predictor is the hinge at its least value.
    expect(dirs.every(([dir], t) => dir === 0 || (dir === 1 && cuts[t][0] === least))).toBe(true)
    const clash = { ...holed, 'missing(x)': z, y }
    expect(() => fitMars(clash, 'y', { missing: 'terms' })).toThrowError(
      expect.objectContaining({ code: 'duplicate-column' }),
    )
  })

  it('does not count its factors in the summary', () => {
    expect(fit().summary()).toContain('(additive model)')
    expect(fit().value.settings.degree).toBe(1)
  })

  it('lets nothing depend on the value that stands where one is missing', () => {
    const model = fit({ degree: 2 })
    const row = { z: 0.5, kind: 'a' }
    const [first] = model.predict([{ ...row, x: null }])
    const [second] = model.predict([
      { ...row, x: undefined },
      { ...row, x: 0.9 },
    ])
    expect(second).toBe(first)
    expect(model.predict([{ x: null, z: 0.5, kind: null }])[0]).not.toBeNaN()
  })

  it('has a model where every level or sign of a source may lack values', () => {
    const flags = x.map((value) => Number(value > 0.5))
    const table = {
      flag: Array.from(flags, (each, i) => (gone[i] ? null : each === 1)),
      step: Array.from(x, (each, i) => (gone[i] ? null : ['s', 'm', 'l'][Math.floor(3 * each)])),
      z,
      y,
    }
    const factors = { step: { levels: ['s', 'm', 'l'], ordered: true } }
    const model = fitMars(table, 'y', { missing: 'terms', factors, degree: 2 })
    expect(model.value.columns).toEqual([
      'flagTRUE',
      'missing(flag)',
      'step.L',
      'step.Q',
      'missing(step)',
      'z',
    ])
    expectClose([rows * squaredError(model.predict(table))], [model.rss])
    expect(model.rsq).toBeGreaterThan(0.5)
  })

  it('refuses a missing response, and a missing value where training had all', () => {
    const message = (action: () => unknown): unknown => {
      try {
        return action()
      } catch (error) {
        const { code, message: said } = error as { code: string; message: string }
        return `${code}: ${said}`
      }
    }
    const lost = y.with(4, Number.NaN)
    expect(message(() => fitMars({ ...holed, y: lost }, 'y', { missing: 'terms' }))).toContain(
      'missing-value: There is no usable value in column "y", row 5',
    )
    const model = fit()
    const row = [{ x: 0.3, z: null, kind: 'a' }]
    expect(message(() => model.predict(row))).toContain(
      'missing-value: There is no usable value in column "z", row 1',
    )
    expect(model.predict(row, { missing: 'omit' })[0]).toBeNaN()
    const infinite = { x: Number.POSITIVE_INFINITY, z: 1, kind: 'a' }
    expect(message(() => model.predict([infinite]))).toContain('column "x", row 1 (Infinity)')
  })

  it.each(['earth', 'mda'] as const)('does not go with compat %s', (compat) => {
    expect(() => fit({ compat })).toThrowError(
      expect.objectContaining({ code: 'unsupported-option' }),
    )
  })

  it('changes nothing where no value is missing', () => {
    const table = { x, z, kind, y }
    const { missing, ...value } = fitMars(table, 'y', { missing: 'terms', degree: 2 }).value
    expect({ ...value, missing: 'refuse' }).toEqual(fitMars(table, 'y', { degree: 2 }).value)
  })
})

describe('a proposal to the option allowed', () => {
  it('has the degree that counts, without the factors of missing values', () => {
    const x = [1, null, 3, 4, 5, 6, 7, 8]
    const z = [2, 1, 4, 3, 6, 5, 8, 7]
    const y = [1, 2, 3, 4, 9, 10, 11, 15]
    const seen = new Set<string>()
    fitMars({ x, z, y }, 'y', {
      missing: 'terms',
      degree: 2,
      allowed: ({ degree, column, parents }) => {
        seen.add([...parents.map((parent) => parent.column), column, degree].join(' '))
        return true
      },
    })
    expect([...seen]).toEqual(expect.arrayContaining(['x 1', 'missing(x) 1', 'z 1']))
    expect([...seen]).toContain('x missing(x) z 2')
    expect([...seen].filter((each) => each.endsWith('3'))).toEqual([])
  })
})
