import { fitMars, isMarsError, MarsModel } from '@byo/mars'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

const rows = 40
const x = Array.from({ length: rows }, (_, i) => Math.sin(i * i))
const kind = Array.from({ length: rows }, (_, i) => ['a', 'b', 'c'][i % 3])
const y = x.map((value, i) => Math.abs(value) * (i % 3) + (i % 4))
const size = kind.map((_, i) => (i % 5 === 0 ? null : ['s', 'm', 'l'][i % 4 === 0 ? 1 : i % 3]))
const table = { x, kind, size, y }
const texts = [
  fitMars({ x, kind, y, z: x }, ['y', 'z'], { degree: 2 }),
  fitMars(table, 'kind', {
    degree: 2,
    missing: 'terms',
    factors: { size: { levels: ['s', 'm', 'l'], ordered: true } },
  }),
  fitMars({ x, kind, size: x.map((_, i) => (i * 7) % 5), y: x.map((_, i) => i % 2) }, 'y', {
    glm: { family: 'binomial' },
  }),
].map((fit) => JSON.stringify(fit))
const [text] = texts

/** What a hostile writer may put in the place of a value. */
const hostile: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(null, true, '', '__proto__', 'constructor', [], {}, -1, 0, 2, 1.5),
  fc.constantFrom<unknown>(1e308, -1e308, 5e-324, 2 ** 53, 1e9, [[]], [null], { length: 1e9 }),
  fc.jsonValue({ maxDepth: 2 }),
)

/** The value of one of the texts with the value at one random place replaced. */
const damaged = fc
  .tuple(fc.constantFrom(...texts), fc.array(fc.nat(), { minLength: 1, maxLength: 5 }), hostile)
  .map(([whole, path, replacement]) => {
    const document = JSON.parse(whole) as unknown
    let holder = document as Record<string, unknown>
    for (const [depth, step] of path.entries()) {
      const keys = Object.keys(holder)
      const key = keys[step % keys.length]
      const value = holder[key]
      const inner = typeof value === 'object' && value !== null && Object.keys(value).length > 0
      if (depth === path.length - 1 || !inner) {
        Object.defineProperty(holder, key, { value: replacement, enumerable: true })
        break
      }
      holder = value as Record<string, unknown>
    }
    return document
  })

describe('a document that someone has changed', () => {
  it('is refused as damaged, or makes a model all of whose methods work', () => {
    let [refused, read] = [0, 0]
    fc.assert(
      fc.property(damaged, (document) => {
        let model: MarsModel
        try {
          model = MarsModel.fromJSON(document)
        } catch (error) {
          if (!isMarsError(error)) throw error
          expect(['invalid-model', 'newer-model']).toContain(error.code)
          refused += 1
          return
        }
        read += 1
        useAll(model)
      }),
      { numRuns: 1600, seed: 7 },
    )
    expect(refused).toBeGreaterThan(50)
    expect(read).toBeGreaterThan(50)
  })

  it('may name its columns like members of every object', () => {
    const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty']
    const columns = names.map((name, j) => [name, x.map((value, i) => Math.abs(value - j / 4) * i)])
    const odd = JSON.parse(JSON.stringify(Object.fromEntries([...columns, ['valueOf', y]])))
    const fit = fitMars(odd, 'valueOf', { degree: 2 })
    const model = MarsModel.fromJSON(JSON.parse(JSON.stringify(fit)))
    expect(model.predict(odd)).toEqual(fit.fittedValues)
    expect(model.value.columns).toEqual(names)
    useAll(model)
    expect({}).not.toHaveProperty('polluted')
  })

  it('has no more terms than a fit can make', () => {
    const json = JSON.parse(text) as { dirs: number[][]; cuts: number[][] }
    const many = Array.from({ length: 1001 }, () => json.dirs[0])
    expect(() => MarsModel.fromJSON({ ...json, dirs: many, cuts: many })).toThrow(
      "The model's JSON is damaged: dirs must have at most 1000 terms and has 1001.",
    )
  })

  it('with very many columns is summed up all the same', () => {
    const json = JSON.parse(text) as Record<string, unknown>
    const columns = Array.from({ length: 200_000 }, (_, i) => `c${i}`)
    const wide = {
      ...json,
      columns,
      predictors: columns.map((name) => ({ kind: 'number', name })),
      dirs: [columns.map(() => 0)],
      cuts: [columns.map(() => 0)],
      selected: [0],
      coefficients: [[1], [2]],
      subsets: [{ members: [0], rss: 1, gcv: 1, rsq: 0, grsq: 0 }],
    }
    expect(String(MarsModel.fromJSON(wide))).toContain('0 of 200000 predictors')
  })
})

/** Calls every method that needs no training rows. */
function useAll(model: MarsModel): void {
  const options = { unseenLevels: 'baseline', missing: 'omit' } as const
  const calls = [
    () => model.summary(),
    () => String(model),
    ...(['h', 'pmax', 'max', 'C', 'bf', 'js'] as const).map((style) => () => {
      model.format({ style })
    }),
    () => model.importance({ by: 'variable', trim: false }),
    () => model.terms,
    () => JSON.stringify(model),
    () => model.predict(table, options),
    () => model.predict(table, { ...options, type: 'class' }),
    () => model.contributions(table, options),
    () => model.modelMatrix(table, options),
  ]
  for (const call of calls) {
    try {
      call()
    } catch (error) {
      if (!isMarsError(error)) throw error
    }
  }
}
