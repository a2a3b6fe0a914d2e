import fc from 'fast-check'
import { expect, it } from 'vitest'
import { readDecimal } from '../../src/table/decimal.ts'

/** Reads a text; undefined where the reader leaves it to others or stops before the end. */
function read(text: string): number | undefined {
  const bytes = new TextEncoder().encode(text)
  const cursor = { bytes, view: new DataView(bytes.buffer), position: 0 }
  const value = readDecimal(cursor)
  return Number.isNaN(value) || cursor.position < text.length ? undefined : value
}

it('reads the double that JavaScript itself writes, to the last bit', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
      const found = read(String(value))
      if (found !== undefined) expect(found).toBe(Number(String(value)))
    }),
    { numRuns: 20_000 },
  )
})

it('reads any plain decimal as Number does, to the last bit, and hardly ever declines', () => {
  const digits = (maxLength: number) =>
    fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 1, maxLength })
  let declined = 0
  let all = 0
  fc.assert(
    fc.property(fc.constantFrom('', '-'), digits(3), digits(16), (sign, whole, fraction) => {
      const text = `${sign}${whole}.${fraction}`
      const found = read(text)
      all += 1
      if (found === undefined) declined += 1
      else expect(found).toBe(Number(text))
    }),
    { numRuns: 20_000 },
  )
  expect(declined / all).toBeLessThan(0.01)
})

it.each([
  '0',
  '-0',
  '00012',
  '1.',
  '.5',
  '0.000123',
  '1e3',
  '1E-7',
  '-2.5e+3',
  '123456789012345678',
])('reads %s', (text) => {
  expect(read(text)).toBe(Number(text))
})

it.each([
  '',
  '-',
  '.',
  '+1',
  '1e',
  '1e+',
  'e5',
  '1.2.3',
  '1234567890123456789',
  // The middle of two doubles.
  '9007199254740993',
  '1e23',
  ' 1',
  '1 ',
  '0x1',
])('leaves %j to others', (text) => {
  expect(read(text)).toBeUndefined()
})
