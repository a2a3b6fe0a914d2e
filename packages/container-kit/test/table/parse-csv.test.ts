import fc from 'fast-check'
import Papa from 'papaparse'
import { describe, expect, it } from 'vitest'
import { formatCsv, parseCsv } from '../../src/table/index.ts'

describe('columns', () => {
  it('are numbers if every cell is a number or missing, else text', () => {
    const table = parseCsv('a,b,c\n1,x,-2.5e3\n,NA,NA\n 7 ,,NaN\n')

    expect(table).toEqual({
      a: Float64Array.of(1, Number.NaN, 7),
      b: ['x', 'NA', ''],
      c: Float64Array.of(-2500, Number.NaN, Number.NaN),
    })
  })

  it('keep the text of cells that looked like numbers before a text came', () => {
    expect(parseCsv('code\n001\nNA\n1e3\nx7\n')).toEqual({ code: ['001', 'NA', '1e3', 'x7'] })
  })

  it('take no hexadecimal number and no word for a number', () => {
    const table = parseCsv('a,b,c\n0x1F,Infinity,0b1\n')

    expect(table).toEqual({ a: ['0x1F'], b: ['Infinity'], c: ['0b1'] })
  })

  it('stay numbers when one is too large for a double', () => {
    expect(parseCsv('a\n1\n-1e999\n')).toEqual({ a: Float64Array.of(1, Number.NEGATIVE_INFINITY) })
  })

  it('may be very many', () => {
    const names = Array.from({ length: 300_000 }, (_, i) => `c${i}`).join()

    expect(() => parseCsv(`${names}\n`)).toThrow('has a header and no rows')
  })

  it('are of the kind that the caller declares', () => {
    const table = parseCsv('zip,n\n00501,\n', {
      types: { zip: 'text', n: 'text', other: 'number' },
    })

    expect(table).toEqual({ zip: ['00501'], n: [''] })
  })

  it('named like members of objects are columns like all others', () => {
    expect(Object.keys(parseCsv('__proto__,constructor\n1,2\n'))).toEqual([
      '__proto__',
      'constructor',
    ])
  })

  it('without a header are named V1, V2, … or as the caller says', () => {
    expect(parseCsv('1,x\n2,y', { header: false })).toEqual({
      V1: Float64Array.of(1, 2),
      V2: ['x', 'y'],
    })
    expect(parseCsv('1,x', { header: ['n', 's'] })).toEqual({ n: Float64Array.of(1), s: ['x'] })
  })
})

describe('RFC 4180', () => {
  it('reads quotes, doubled quotes, and line ends and commas inside them', () => {
    const table = parseCsv('"a","b,c"\r\n"x ""y""","1\r\n2"\r\n')

    expect(table).toEqual({ a: ['x "y"'], 'b,c': ['1\r\n2'] })
  })

  it('reads a quoted number as a number', () => {
    expect(parseCsv('a\n"3.5"\n')).toEqual({ a: Float64Array.of(3.5) })
  })

  it.each(['\n', '\r\n', '\r'])('takes %j for a line end, and none at the end', (end) => {
    expect(parseCsv(['a,b', '1,x', '2,y'].join(end))).toEqual({
      a: Float64Array.of(1, 2),
      b: ['x', 'y'],
    })
  })

  it('leaves out a byte order mark and blank lines, not a lone quoted empty cell', () => {
    expect(parseCsv('\uFEFF\na\n\nx\n   \n""\n\n')).toEqual({ a: ['x', ''] })
  })

  it('reads an empty last cell, also where the text ends', () => {
    expect(parseCsv('a,b\nx,\ny,')).toEqual({ a: ['x', 'y'], b: Float64Array.of(NaN, NaN) })
  })

  it('reads other delimiters, tabs among them', () => {
    expect(parseCsv('a\tb\n\t1\n', { delimiter: '\t' })).toEqual({
      a: Float64Array.of(Number.NaN),
      b: Float64Array.of(1),
    })
    expect(parseCsv('a;b\n1,5;2\n', { delimiter: ';' })).toEqual({
      a: ['1,5'],
      b: Float64Array.of(2),
    })
  })

  it('reads a literal \\n for a line end if asked', () => {
    const payload = 'a,Species\\n1,"setosa"\\n2,"virginica"\\n'

    expect(parseCsv(payload, { literalNewlines: true })).toEqual({
      a: Float64Array.of(1, 2),
      Species: ['setosa', 'virginica'],
    })
    expect(() => parseCsv(payload)).toThrow('line 1: a quoted field is followed by more text')
  })

  it('reads a literal \\r\\n so too, and leaves both alone where there are real line ends', () => {
    const options = { literalNewlines: true }

    expect(parseCsv('a,b\\r\\n1,x\\r\\n\n', options)).toEqual({ a: Float64Array.of(1), b: ['x'] })
    expect(parseCsv('a\nx\\ny\n', options)).toEqual({ a: ['x\\ny'] })
  })
})

describe('errors', () => {
  const name = 'iris.csv'

  it.each([
    ['', 'iris.csv is empty.'],
    ['\n \n', 'iris.csv is empty.'],
    ['a,b\n', 'iris.csv has a header and no rows.'],
    [
      'setosa,5.1\n',
      'iris.csv has a header and no rows. That line looks like a row: for CSV without a header, give the option header the names of the columns.',
    ],
    ['a,b,a\n1,2,3\n', 'iris.csv has two columns named "a": give each its own name.'],
    ['a,b\n1,2\n3\n', 'iris.csv, line 3: expected 2 fields, found 1.'],
    ['a,b\n"x\n",2\n\n3,4,5\n', 'iris.csv, line 5: expected 2 fields, found 3.'],
    ['a\n1\n2,\n', 'iris.csv, line 3: expected 1 field, found 2.'],
    [
      'a,b\r\n1,"2\r\n3,4\r\n',
      'iris.csv, line 2: a quoted field never ends; add the closing quote.',
    ],
    [
      'a\n"x"y\n',
      'iris.csv, line 2: a quoted field is followed by more text; double the quotes inside it.',
    ],
  ])('say where %j goes wrong', (text, message) => {
    expect(() => parseCsv(text, { name })).toThrow(
      expect.objectContaining({ code: 'csv', message }),
    )
  })

  it('say which cell of a column of numbers is none', () => {
    expect(() => parseCsv('a\n1\nx\n', { name, types: { a: 'number' } })).toThrow(
      'iris.csv, line 3: expected a number in column "a", found "x".',
    )
  })

  it('say that bytes are not UTF-8', () => {
    expect(() => parseCsv(Uint8Array.of(0x61, 0x0a, 0xe9), { name })).toThrow(
      'iris.csv is not UTF-8 text: save it with that encoding.',
    )
  })

  it('refuse a delimiter that is none', () => {
    expect(() => parseCsv('a', { delimiter: '' })).toThrow('A CSV delimiter is one ASCII character')
  })
})

/** JavaScript writes both zeros as `0`. */
const withoutSignOfZero = (value: number): number => value + 0

describe('laws', () => {
  const cell = fc.oneof(
    fc.string(),
    fc.string({ unit: fc.constantFrom('"', ',', '\n', '\r', 'a', ' ', 'é', '1', '.') }),
    fc.double().map(String),
  )

  it('reads text cells as papaparse reads them', () => {
    const rows = fc
      .integer({ min: 1, max: 4 })
      .chain((width) =>
        fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1 }),
      )
    fc.assert(
      fc.property(rows, fc.constantFrom('\n', '\r\n'), (data, newline) => {
        const names = data[0].map((_, i) => `c${i}`)
        const csv = Papa.unparse([names, ...data], { newline, quotes: true })

        const types = Object.fromEntries(names.map((name) => [name, 'text' as const]))
        const columns = names.map((_, i) => data.map((row) => row[i]))
        expect(Object.values(parseCsv(csv, { types }))).toEqual(columns)
        expect(Papa.parse(csv, { newline }).data.slice(1)).toEqual(data)
      }),
    )
  })

  it('reads back what formatCsv writes', () => {
    const column = fc.array(fc.double({ noDefaultInfinity: true }).map(withoutSignOfZero), {
      minLength: 3,
      maxLength: 3,
    })
    const texts = fc.array(cell, { minLength: 3, maxLength: 3 })
    fc.assert(
      fc.property(column, texts, (numbers, strings) => {
        const table = { n: Float64Array.from(numbers), 'a "b"': strings }

        expect(parseCsv(formatCsv(table), { types: { 'a "b"': 'text' } })).toEqual(table)
      }),
    )
  })

  it('never fails otherwise than with a sentence of its own', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        try {
          parseCsv(bytes)
        } catch (error) {
          expect(error).toMatchObject({ name: 'ContainerError', code: 'csv' })
        }
      }),
      { numRuns: 2000 },
    )
  })
})
