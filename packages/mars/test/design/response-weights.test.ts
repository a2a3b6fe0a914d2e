import { fitMars, isMarsError } from '@byo/mars'
import { describe, expect, it } from 'vitest'
import { expectClose } from '../reference/close-to.ts'

const table = {
  x: [1, 2, 3, 4, 5, 6, 7, 8],
  y1: [1, 2, 3, 9, 5, 6, 6, 7],
  y2: [0, 2, 0, 1, 5, 3, 6, 2],
}

/** The code and message that a fit with these response weights is refused with. */
function refusal(wp: unknown, compat: 'mda' | null = null): string {
  try {
    fitMars(table, ['y1', 'y2'], { wp: wp as number[], compat })
  } catch (error) {
    if (isMarsError(error)) return `${error.code}: ${error.message}`
    throw error
  }
  return 'accepted'
}

describe('response weights', () => {
  it.each([
    [[1], 'has 1 numbers and there are 2 responses ("y1", "y2")'],
    [[1, -2], 'holds -2 for response "y2"'],
    [[Number.NaN, 1], 'holds NaN for response "y1"'],
    [[0, 0], 'is 0 for every response'],
    [['1', 2], 'wp is an array'],
    [3, 'wp is 3'],
  ])('are refused as %o', (wp, said) => {
    expect(refusal(wp)).toMatch(/^invalid-option: /)
    expect(refusal(wp)).toContain(said)
  })

  it('may be 0, but not under mda', () => {
    expect(refusal([0, 1])).toBe('accepted')
    expect(refusal([0, 1], 'mda')).toContain('holds 0 for response "y1": it has to be above 0')
  })

  it.each(['earth', 'mda', null] as const)(
    'leave coefficients and predictions in the units of the response, compat %s',
    (compat) => {
      const fit = (wp?: number[]) => fitMars(table, ['y1', 'y2'], { compat, wp, nk: 3, thresh: 0 })
      expectClose(fit([3, 3]).predict(table), fit().predict(table), 1e-12)
    },
  )
})
