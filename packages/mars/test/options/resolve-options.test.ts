import type { MarsOptions } from '@byo/mars'
import { describe, expect, it } from 'vitest'
import { resolveOptions } from '../../src/options/resolve-options.ts'

/** The code and message an option is refused with. */
function refusal(options: unknown): string {
  try {
    resolveOptions(options as MarsOptions)
  } catch (error) {
    const { code, message } = error as { code: string; message: string }
    return `${code}: ${message}`
  }
  return 'accepted'
}

describe('the options', () => {
  it('have the defaults of their rules', () => {
    expect(resolveOptions({})).toMatchObject({ degree: 1, penalty: 2, thresh: 0.001, fastK: 0 })
    expect(resolveOptions({ degree: 2 }).penalty).toBe(3)
    expect(resolveOptions({ compat: 'earth' })).toMatchObject({ fastK: 20, fastBeta: 1 })
    expect(resolveOptions({ compat: 'mda' }).autoLinpreds).toBe(false)
  })

  it('take undefined for not given', () => {
    expect(resolveOptions({ degree: undefined, compat: undefined }).degree).toBe(1)
  })

  it('name the nearest option to one that does not exist', () => {
    expect(refusal({ Degree: 2 })).toBe(
      'unknown-option: There is no option "Degree": did you mean degree?',
    )
    expect(refusal({ 'fast.k': 2 })).toContain('did you mean fastK?')
  })

  it.each([
    [{ degree: 0 }, 'degree is 0'],
    [{ degree: 1.5 }, 'degree is 1.5'],
    [{ degree: '2' }, 'degree is "2"'],
    [{ degree: Number.NaN }, 'degree is NaN'],
    [{ nk: 1001 }, 'nk is 1001'],
    [{ penalty: -0.5 }, 'penalty is -0.5'],
    [{ penalty: -2 }, 'penalty is -2'],
    [{ thresh: 1 }, 'thresh is 1'],
    [{ endspan: -1 }, 'endspan is -1'],
    [{ adjustEndspan: 11 }, 'adjustEndspan is 11'],
    [{ linpreds: 'x' }, 'linpreds is "x"'],
    [{ pmethod: 'cv' }, 'pmethod is "cv"'],
    [{ nprune: 0 }, 'nprune is 0'],
    [{ compat: 'Earth' }, 'compat is "Earth"'],
    [{ interceptColumn: 1 }, 'interceptColumn is 1'],
    [{ unseenLevels: 'ignore' }, 'unseenLevels is "ignore"'],
    [{ missing: 'drop' }, 'missing is "drop"'],
    [{ factors: 'kind' }, 'factors is "kind"'],
    [{ columnNames: [1] }, 'columnNames is an array'],
    [{ onProgress: 3 }, 'onProgress is 3'],
    [{ signal: {} }, 'signal is'],
    [{ degree: Symbol('two') }, 'degree is Symbol(two)'],
    [{ degree: Object.create(null) }, 'degree is an object'],
    [{ compat: 1n }, 'compat is 1'],
  ])('refuse %o and say what was seen', (options, said) => {
    expect(refusal(options)).toMatch(/^invalid-option: /)
    expect(refusal(options)).toContain(said)
  })

  it('refuse what the rules asked for do not have', () => {
    expect(refusal({ compat: 'mda', minspan: 3 })).toBe(
      "unsupported-option: Option minspan does not go with compat 'mda': leave it out.",
    )
    expect(refusal({ compat: 'mda', nprune: 3 })).toMatch(/^unsupported-option/)
    expect(refusal({ fastK: 5 })).toBe(
      "unsupported-option: Option fastK does not go with our own rules: leave it out, or ask for compat 'earth'.",
    )
  })

  it('have to be an object', () => {
    expect(refusal(null)).toMatch(/^invalid-option/)
    expect(refusal('degree')).toMatch(/^invalid-option/)
    expect(refusal([])).toMatch(/^invalid-option/)
  })
})
