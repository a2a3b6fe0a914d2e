import fc from 'fast-check'
import { expect, it } from 'vitest'
import { formatCsvRow, parseCsvRow } from '../../../src/jobs/transform/csv-row.ts'

it('reads fields with and without quotes', () => {
  expect(parseCsvRow('1,"a,b",,"say ""hi""", x')).toEqual(['1', 'a,b', '', 'say "hi"', ' x'])
  expect(parseCsvRow('')).toEqual([''])
})

it('gives again the fields that it has written, whatever they are', () => {
  const fields = fc.array(fc.string(), { minLength: 1 })
  fc.assert(
    fc.property(fields, (row) => {
      expect(parseCsvRow(formatCsvRow(row))).toEqual(row)
    }),
  )
})

it('refuses quotes that are not closed or stand in the middle, naming the field', () => {
  for (const row of ['1,"2', '1,2"3', '1,"2"3']) {
    expect(() => parseCsvRow(row)).toThrow('its field 2 has quotes')
  }
})
