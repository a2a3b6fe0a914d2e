import { expect, it } from 'vitest'
import { formatCsv } from '../../src/table/index.ts'

it('writes a table with a header', () => {
  const csv = formatCsv({ n: Float64Array.of(1, Number.NaN), 'a,b': ['x "y"', ''] })

  expect(csv).toBe('n,"a,b"\n1,"x ""y"""\nNaN,""\n')
})

it('writes a column one value a line, with no header', () => {
  expect(formatCsv(Float64Array.of(1, 2.5))).toBe('1\n2.5\n')
  expect(formatCsv(['a', 'b,c'])).toBe('a\n"b,c"\n')
  expect(formatCsv(new Float64Array())).toBe('')
})

it('refuses columns of different lengths, naming them', () => {
  expect(() => formatCsv({ a: ['x'], b: Float64Array.of(1, 2) })).toThrow(
    'The columns "a" and "b" have 1 and 2 rows: all columns of a table are equally long.',
  )
})
