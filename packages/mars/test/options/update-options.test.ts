import { fitMars, isMarsError, type UpdateOptions } from '@byo/mars'
import { describe, expect, it } from 'vitest'

const table = { x: [1, 2, 3, 4, 5, 6, 7, 8], y: [3, 2, 1, 2, 3, 4, 5, 6] }

/** The code and message that an update is refused with. */
function refusal(options: unknown, compat: 'mda' | null = null): string {
  try {
    fitMars(table, 'y', { compat }).update(options as UpdateOptions)
  } catch (error) {
    if (isMarsError(error)) return `${error.code}: ${error.message}`
  }
  return 'not refused'
}

describe('the options of an update', () => {
  it('are refused with the nearest name where there is none of theirs', () => {
    expect(refusal({ npurne: 3 })).toBe(
      'unknown-option: There is no option "npurne" of update: did you mean nprune?',
    )
    expect(refusal({ __proto__x: 3 })).toContain('unknown-option')
  })

  it.each([
    ['degree', 2],
    ['nk', 5],
    ['linpreds', ['x']],
    ['compat', 'earth'],
    ['signal', null],
  ])('are refused with advice where they take a new forward pass: %s', (name, value) => {
    expect(refusal({ [name as string]: value })).toBe(
      `unsupported-option: Option ${name as string} does not go with update, which only prunes again: call fitMars with it.`,
    )
  })

  it.each([
    [{ nprune: 0 }, 'nprune'],
    [{ nprune: 1.5 }, 'nprune'],
    [{ penalty: -2 }, 'penalty'],
    [{ penalty: -0.5 }, 'penalty'],
    [{ pmethod: 'magic' }, 'pmethod'],
    [null, 'The options are null'],
    [3, 'The options are 3'],
    [[], 'The options are an array'],
  ])('are checked as those of a fit: %o', (options, words) => {
    expect(refusal(options)).toContain('invalid-option')
    expect(refusal(options)).toContain(words)
  })

  it('are refused where the rules of the fit do not have them', () => {
    expect(refusal({ nprune: 3 }, 'mda')).toContain('unsupported-option')
    expect(refusal({ pmethod: 'none' }, 'mda')).toBe('not refused')
  })

  it('that are undefined stay as they were', () => {
    const fit = fitMars(table, 'y', { nprune: 2, penalty: 1 })
    const updated = fit.update({ nprune: undefined, penalty: undefined, pmethod: undefined })
    expect(updated.value).toEqual(fit.value)
  })
})
