import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type ResolvedCsvOptions, resolveCsvOptions } from '../../src/table/csv-options.ts'
import { parseResolved } from '../../src/table/parse-csv.ts'
import { parseSmall } from '../../src/table/parse-small.ts'

const header = { bytes: Buffer.from('a,b\n'), names: ['a', 'b'] }
const small = (rows: string) => parseSmall(Buffer.from(`a,b\n${rows}`), header, 44)

describe('a small body under a known header', () => {
  it.each([
    ['1,x', { a: Float64Array.of(1), b: ['x'] }],
    ['-1.5,"setosa"\n0.25,"x y"\n', { a: Float64Array.of(-1.5, 0.25), b: ['setosa', 'x y'] }],
    ['1,2\r\n3,4\r\n', { a: Float64Array.of(1, 3), b: Float64Array.of(2, 4) }],
    ['001,-0\n', { a: Float64Array.of(1), b: Float64Array.of(-0) }],
  ])('%j is read in one loop', (rows, table) => {
    expect(small(rows)).toEqual(table)
  })

  it.each(['', '1', '1,2,3', '1,', 'NA,1', ',1', '1,x"', '"a""b",1', '1e5,2', '1,2\n\n3,4', 'é,1'])(
    '%j is left to the table reader',
    (rows) => {
      expect(small(rows)).toBeUndefined()
    },
  )

  it('is read as the table reader reads it, errors included', () => {
    const cell = fc.oneof(
      fc.constantFrom(
        '',
        'NA',
        'NaN',
        'Infinity',
        'x',
        'x y',
        '"q"',
        '"a,b"',
        '"a""b"',
        ' 1',
        '1 ',
        '+1',
      ),
      fc.constantFrom(
        '-',
        '.',
        '.5',
        '5.',
        '-.5',
        '1e3',
        '0x1F',
        '"1"',
        '00',
        '-0',
        '1.2.3',
        'é',
        '\\n',
        '"\n"',
      ),
      fc.double().map(String),
      fc.integer().map(String),
      fc.double({ min: -1000, max: 1000, noNaN: true }).map((value) => value.toFixed(3)),
      fc.string({ maxLength: 4 }),
    )
    const line = fc.array(cell, { minLength: 1, maxLength: 3 }).map((cells) => cells.join(','))
    const text = fc
      .record({
        header: fc.constantFrom('a', 'a,b', 'a,b,c', '"a",b', 'b,a'),
        lines: fc.array(line, { maxLength: 4 }),
        end: fc.constantFrom('\n', '\r\n', '\r'),
        hasLastEnd: fc.boolean(),
      })
      .map(({ header, lines, end, hasLastEnd }) =>
        Buffer.from([header, ...lines].join(end) + (hasLastEnd ? end : '')),
      )
    const options = resolveCsvOptions({ literalNewlines: true })

    fc.assert(
      fc.property(text, (bytes) => {
        // The first time its header is new, and the table reader reads it.
        const first = outcome(bytes, resolveCsvOptions({ literalNewlines: true }))
        outcome(bytes, options)
        expect(outcome(bytes, options)).toEqual(first)
      }),
      { numRuns: 3000 },
    )
  })
})

function outcome(bytes: Buffer, options: ResolvedCsvOptions): unknown {
  try {
    return parseResolved(bytes, options)
  } catch (error) {
    return String(error)
  }
}
