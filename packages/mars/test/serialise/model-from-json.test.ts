import { fitMars, isMarsError, MarsModel } from '@byo/mars'
import { describe, expect, it } from 'vitest'
import { usedUpFit } from '../oracles/used-up-fit.ts'

const table = {
  x: [1, 2, 3, 4, 5, 6, 7, 8, 9],
  kind: ['a', 'b', 'a', 'b', 'c', 'c', 'a', 'b', 'c'],
  y: [2, 3, 5, 4, 8, 9, 7, 8, 12],
}
const model = fitMars(table, 'y')
const json = JSON.parse(JSON.stringify(model)) as Record<string, unknown>
const subsets = json.subsets as readonly { readonly members: readonly number[] }[]
const settings = json.settings as object

/** The code and message a value is refused with. */
function refusal(value: unknown): string {
  try {
    MarsModel.fromJSON(value)
  } catch (error) {
    if (isMarsError(error)) return `${error.code}: ${error.message}`
  }
  return 'not refused'
}

describe('the JSON of a model', () => {
  it('has the members of the format, by these names and in this order', () => {
    expect(Object.keys(json)).toEqual([
      'format',
      'version',
      'compat',
      'columns',
      'responses',
      'dirs',
      'cuts',
      'selected',
      'coefficients',
      'rss',
      'gcv',
      'rsq',
      'grsq',
      'perResponse',
      'subsets',
      'termination',
      'rows',
      'settings',
      'predictors',
      'responseSources',
      'interceptColumn',
      'unseenLevels',
      'missing',
    ])
    expect(json).toMatchObject({ format: 'byo-mars', version: 1, compat: null })
  })

  it('writes null for a GCV that is infinite and reads it back', () => {
    const full = usedUpFit({ pmethod: 'none' })
    expect(full.gcv).toBe(Number.POSITIVE_INFINITY)
    const text = JSON.stringify(full)
    expect(text).toContain('"gcv":null')
    expect(MarsModel.fromJSON(JSON.parse(text)).value).toEqual(full.value)
  })

  it('passes over members it does not know', () => {
    expect(MarsModel.fromJSON({ ...json, later: 1 }).value).toEqual(model.value)
  })

  it('is read by value: changing it later changes no model', () => {
    const mutable = structuredClone(json) as { coefficients: number[][] }
    const read = MarsModel.fromJSON(mutable)
    mutable.coefficients[0][0] = 1e9
    expect(read.value).toEqual(model.value)
  })

  it('may be older than the members on responses and missing values', () => {
    const { responseSources, missing, ...older } = json
    expect(MarsModel.fromJSON(older).value).toEqual(model.value)
  })

  it('keeps factors, ordered factors, their cells and their missingness', () => {
    const mixed = {
      size: ['s', 'm', 'l', 's', null, 'l', 's', 'm', 'l'],
      year: [1, 2, 2, 1, 2, 10, 10, 1, 2],
      fresh: [true, false, true, false, null, false, true, false, true],
      y: table.kind,
    }
    const fitted = fitMars(mixed, 'y', {
      missing: 'terms',
      factors: { size: { levels: ['s', 'm', 'l'], ordered: true }, year: { base: '2' } },
    })
    expect(fitted.value.predictors).toEqual([
      { kind: 'ordered', name: 'size', levels: ['s', 'm', 'l'], missingness: true },
      { kind: 'factor', name: 'year', levels: ['2', '1', '10'], cells: 'number' },
      { kind: 'boolean', name: 'fresh', missingness: true },
    ])
    expect(fitted.value.responseSources).toEqual([
      { kind: 'factor', name: 'y', levels: ['a', 'b', 'c'] },
    ])
    expect(MarsModel.fromJSON(JSON.parse(JSON.stringify(fitted))).value).toEqual(fitted.value)
  })

  it('of a newer version is refused, saying so', () => {
    expect(refusal({ ...json, version: 2 })).toBe(
      'newer-model: The model was written in version 2 of its format and this package reads up to 1: update @byo/mars.',
    )
  })

  it.each([[null], [undefined], [3], ['text'], [[]], [{}], [{ format: 'pmml' }]])(
    'is refused when it is %o',
    (value) => {
      expect(refusal(value)).toMatch(/^invalid-model: .*(the whole|format) must be/)
    },
  )

  it.each(Object.keys(json))(
    'is refused, naming it, when %s is missing or null or an object',
    (name) => {
      const { [name]: _, ...rest } = json
      const optional = ['perResponse', 'subsets', 'responseSources', 'missing'].includes(name)
      expect(refusal(rest)).toContain(optional ? 'not refused' : `: ${name} must`)
      const odd = refusal({ ...json, [name]: { length: 1e9 } })
      expect(odd).toContain(name === 'settings' ? ': settings.degree must' : `: ${name} must`)
      const mayBeNull = ['compat', 'gcv', 'grsq'].includes(name)
      if (!mayBeNull) expect(refusal({ ...json, [name]: null })).toContain(`: ${name} must`)
    },
  )

  it.each([
    ['dirs[0]', { dirs: [[0]] }],
    ['dirs[0][0]', { dirs: [[3, 0, 0]] }],
    ['cuts', { cuts: [[0, 0, 0]] }],
    ['cuts[0][1]', { cuts: (json.cuts as number[][]).with(0, [0, Number.NaN, 0]) }],
    ['selected', { selected: [0, 99] }],
    ['selected', { selected: [1, 0] }],
    ['selected', { selected: [] }],
    ['selected[0]', { selected: [-1] }],
    ['selected[0]', { selected: [0.5] }],
    ['coefficients[0]', { coefficients: [[1]] }],
    ['coefficients[0][0]', { selected: [0], coefficients: [['1']] }],
    ['coefficients', { coefficients: [] }],
    ['responses', { responses: [] }],
    ['columns', { columns: ['x', 'kindb', 'y'] }],
    [
      'predictors[1].levels',
      {
        predictors: [
          { kind: 'number', name: 'x' },
          { kind: 'factor', name: 'kind', levels: ['a', 'a'] },
        ],
      },
    ],
    ['predictors[0].missingness', { predictors: [{ kind: 'number', name: 'x', missingness: 1 }] }],
    [
      'predictors[0].cells',
      { predictors: [{ kind: 'ordered', name: 'x', levels: ['a', 'b'], cells: 'date' }] },
    ],
    ['responseSources[0].kind', { responseSources: [{ kind: 'ordered', name: 'y' }] }],
    ['responseSources', { responseSources: [{ kind: 'number', name: 'z' }] }],
    [
      'responseSources[0].levels',
      { responseSources: [{ kind: 'factor', name: 'y', levels: ['a'] }] },
    ],
    ['predictors[0].kind', { predictors: [{ kind: 'date', name: 'x' }] }],
    ['settings.nk', { settings: { degree: 1, penalty: 2, thresh: 0 } }],
    ['termination', { termination: 'tired' }],
    ['rows', { rows: 0 }],
    ['settings.pmethod', { settings: { ...settings, pmethod: 'magic' } }],
    ['settings.nprune', { settings: { ...settings, nprune: 0 } }],
    ['perResponse', { perResponse: [] }],
    ['perResponse[0].rss', { perResponse: [{ gcv: 1, rsq: 1, grsq: 1 }] }],
    ['subsets', { subsets: [] }],
    ['subsets', { subsets: [...subsets, ...subsets] }],
    ['subsets[0]', { subsets: subsets.map(() => 7) }],
    ['subsets[0].gcv', { subsets: subsets.map((each) => ({ ...each, gcv: '1' })) }],
    ['subsets[1].members', { subsets: subsets.with(1, subsets[0]) }],
    ['subsets[1].members', { subsets: subsets.with(1, { ...subsets[1], members: [1, 0] }) }],
    ['subsets[1].members', { subsets: subsets.with(1, { ...subsets[1], members: [0, 99] }) }],
    ['subsets[0].members[0]', { subsets: subsets.with(0, { ...subsets[0], members: [-1] }) }],
    [
      'subsets[0].members[0]',
      { subsets: subsets.with(0, { ...subsets[0], members: new Array(1) }) },
    ],
    ['coefficients[0][0]', { coefficients: [new Array((json.selected as number[]).length)] }],
    ['version', { version: '1' }],
  ])('is refused, naming %s, when that is wrong', (field, members) => {
    expect(refusal({ ...json, ...members })).toContain(
      `invalid-model: The model's JSON is damaged: ${field} must`,
    )
  })

  it('is refused when two predictors make a column of one name', () => {
    const twice = [1, 2].map(() => ({ kind: 'number', name: 'x' }))
    expect(refusal({ ...json, predictors: twice })).toContain('invalid-model: ')
    expect(refusal({ ...json, predictors: twice })).toContain('two columns named "x"')
  })

  it('is read without the members that came later, which importance then asks for', () => {
    const { perResponse: _, subsets: __, ...rest } = json
    const { pmethod: ___, ...settingsThen } = rest.settings as Record<string, unknown>
    const read = MarsModel.fromJSON({ ...rest, settings: settingsThen })
    expect(Object.keys(read.value)).not.toContain('subsets')
    expect(read.predict(table)).toEqual(model.predict(table))
    expect(() => read.importance()).toThrow(
      expect.objectContaining({
        code: 'incomplete-model',
        message: expect.stringContaining("'subsets'"),
      }),
    )
  })

  it('has room for an infinite GCV in the subsets too', () => {
    const full = usedUpFit()
    expect(full.value.subsets?.at(-1)?.gcv).toBe(Number.POSITIVE_INFINITY)
    expect(MarsModel.fromJSON(JSON.parse(JSON.stringify(full))).value).toEqual(full.value)
  })

  it('that is hostile in size is refused at its first hole, not walked through', () => {
    expect(refusal({ ...json, dirs: new Array(2 ** 32 - 1) })).toContain(': dirs[0] must')
    const wide = { kind: 'factor', name: 'x', levels: new Array(2 ** 32 - 1) }
    expect(refusal({ ...json, predictors: [wide] })).toContain(': predictors[0].levels[0] must')
  })

  it('takes no member from a prototype', () => {
    expect(refusal(Object.create(json))).toMatch(/^invalid-model: .*format/)
    const hostile = JSON.parse(`{"__proto__": ${JSON.stringify(json)}}`)
    expect(refusal(hostile)).toMatch(/^invalid-model: .*format/)
  })
})
