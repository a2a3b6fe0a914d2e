import { fitMars, MarsError } from '@byo/mars'
import { describe, expect, it } from 'vitest'
import { caseWeights } from '../../src/design/case-weights.ts'
import { trainingInput } from '../../src/design/training-input.ts'

const table = { x: [1, 2, 3, 4, 5, 6], w: [1, 2, 1, 0, 1, 3], y: [1, 2, 3, 9, 5, 6] }

/** The code and message that a fit with these weights is refused with. */
function refusal(weights: unknown, more: object = {}): string {
  try {
    fitMars(table, 'y', { weights: weights as number[], ...more })
  } catch (error) {
    if (error instanceof MarsError) return `${error.code}: ${error.message}`
    throw error
  }
  return 'accepted'
}

describe('case weights', () => {
  it('are the same by name of a column, as numbers and as a typed array', () => {
    const source = trainingInput(table, 'y', { columnNames: null, weights: 'w' })
    const beside = { ...source, weights: null }
    const expected = Float64Array.from(table.w)
    expect(caseWeights(source, 'w')).toEqual(expected)
    expect(caseWeights(beside, table.w)).toEqual(expected)
    expect(caseWeights(beside, expected)).toEqual(expected)
    expect(caseWeights(beside, null)).toBeNull()
  })

  it('take their column out of the predictors', () => {
    expect(fitMars(table, 'y', { weights: 'w' }).value.columns).toEqual(['x'])
    expect(fitMars(table, 'y', { weights: table.w }).value.columns).toEqual(['x', 'w'])
  })

  it.each([
    [[1, 2, 3], 'has 3 numbers and the table 6 rows'],
    [[1, 2, -1, 1, 1, 1], 'holds -1 in row 3'],
    [[1, 2, 1, 1, 1, Number.NaN], 'holds NaN in row 6'],
    [[1, Number.POSITIVE_INFINITY, 1, 1, 1, 1], 'holds Infinity in row 2'],
    [[0, 0, 0, 0, 0, 0], 'is 0 in every row'],
    ['y', 'names "y", which is a response'],
    [['1', '2'], 'weights is an array'],
    [5, 'weights is 5'],
    [[1e-200, 2e-200, 0, 0, 1e-200, 1e-200], 'is at most 2e-200'],
  ])('are refused as %o, and the message says where it is wrong', (weights, said) => {
    expect(refusal(weights)).toMatch(/^invalid-option: /)
    expect(refusal(weights)).toContain(said)
  })

  it.each([null, 'earth'] as const)(
    'are refused where fewer than two rows count, by rules %s',
    (compat) => {
      expect(refusal([0, 0, 3, 0, 0, 0], { compat })).toBe(
        'empty-table: Only 1 of the 6 rows has a weight above 0: a fit takes at least 2 of them.',
      )
      const x = [1, null, null, null, null, 6]
      const omitted = (): unknown =>
        fitMars({ ...table, x }, 'y', { weights: [0, 1, 1, 1, 1, 0], missing: 'omit', compat })
      expect(omitted).toThrow('Only 0 of the 2 rows has a weight above 0')
    },
  )

  it('are refused with the name of the column that holds them', () => {
    const said = (w: number[]): (() => unknown) => {
      return () => fitMars({ ...table, w }, 'y', { weights: 'w' })
    }
    expect(said([1, 2, -1, 1, 1, 1])).toThrow('holds -1 in row 3 of column "w", the weights: a')
    expect(said([0, 0, 0, 0, 0, 0])).toThrow('is 0 in every row of column "w", the weights: some')
  })

  it('are refused by the name of a column that is not there', () => {
    expect(refusal('v')).toMatch(/^missing-column: .*"v"/)
  })

  it('are refused where R would ignore them, and where earth cannot combine them', () => {
    expect(refusal(table.w, { compat: 'mda' })).toMatch(/^unsupported-option: Option weights/)
    const handicap = { compat: 'earth', newvarPenalty: 0.1 }
    expect(refusal(table.w, handicap)).toMatch(/^unsupported-option: Option newvarPenalty/)
  })
})
