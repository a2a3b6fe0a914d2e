import { describe, expect, it } from 'vitest'
import { textTable } from '../../src/summary/text-table.ts'

const form = { digits: 7, fixedPoint: true }

/** How many lines a table of one row takes whose first heading has that length. */
function linesFor(length: number): number {
  const first = { heading: 'a'.repeat(length), values: [1.5] }
  return textTable(['r'], [first, { heading: 'bbbbb', values: [2.5] }], form).length
}

describe('a table', () => {
  it('has names at the left and numbers at the right of their columns', () => {
    const columns = [
      { heading: 'one', values: [1.25, -10] },
      { heading: 'a long one', values: [3, 4] },
    ]
    expect(textTable(['x', 'longer'], columns, form)).toEqual([
      '          one a long one',
      'x        1.25          3',
      'longer -10.00          4',
    ])
  })

  it('goes on below where a line would come to 80 characters, as in R', () => {
    expect(linesFor(71)).toBe(2)
    expect(linesFor(72)).toBe(4)
    expect(linesFor(200)).toBe(4)
  })
})
