import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { npyCodec } from '../../src/codecs/npy.ts'
import { npzCodec } from '../../src/codecs/npz.ts'

const folder = fileURLToPath(new URL('../fixtures/numpy/', import.meta.url))
const fixture = (name: string): Buffer => readFileSync(`${folder}/${name}`)
const expected: Record<string, (number | null)[][]> = JSON.parse(
  // JSON has no form for what Python writes there.
  String(fixture('expected.json')).replaceAll('NaN', 'null').replaceAll('Infinity', '1e999'),
)
const read = (body: Uint8Array) => npyCodec.decode.table?.(body, 'utf-8')
const readAll = (body: Uint8Array) => npzCodec.decode.table?.(body, 'utf-8')

/** An array in version 1 with a header of any text. */
function array(header: string, data: Uint8Array = new Uint8Array(0)): Buffer {
  const length = Buffer.alloc(2)
  length.writeUInt16LE(header.length)
  return Buffer.concat([
    Buffer.from('\x93NUMPY\x01\x00', 'latin1'),
    length,
    Buffer.from(header, 'latin1'),
    data,
  ])
}

/** An archive whose directory says that its first file has 4 GB. */
function withHugeFile(archive: Buffer): Buffer {
  archive.writeUInt32LE(0xffffffff, archive.indexOf('PK\x01\x02', 0, 'latin1') + 24)
  return archive
}

describe('an array of NumPy [S24]', () => {
  it.each(Object.keys(expected))('%s is read as NumPy wrote it', (name) => {
    const columns = expected[name].map((values, i) => [
      `V${i + 1}`,
      Float64Array.from(values, (value) => value ?? Number.NaN),
    ])

    expect(read(fixture(`${name}.npy`))).toEqual(Object.fromEntries(columns))
  })

  it.each([
    ['text', 'is an array of "<U1": send one of f4, f8, i1, i2, i4, i8, u1, u2, u4, u8, b1.'],
    ['half', 'is an array of "<f2"'],
    ['complex', 'is an array of "<c16"'],
    ['date', 'is an array of "<M8[D]"'],
    ['records', 'is an array of records'],
    ['scalar', 'is an array of shape (): send one with one or two dimensions.'],
    ['cube', 'is an array of shape (2, 2, 2): send one with one or two dimensions.'],
    ['empty', 'is an array of shape (0, 3): it has no rows.'],
    ['beyond', 'has a whole number beyond 2^53 in row 2'],
    ['beyond-unsigned', 'has a whole number beyond 2^53 in row 1'],
  ])('that is %s is refused with 400 and the reason', (name, reason) => {
    expect(() => read(fixture(`refused-${name}.npy`))).toThrow(
      expect.objectContaining({
        statusCode: 400,
        message: expect.stringContaining(`The request body ${reason}`),
      }),
    )
  })

  it.each([
    ['nothing', Buffer.alloc(0), 'is no NumPy array'],
    ['other bytes', Buffer.from('a,b\n1,2\n3,4\n'), 'is no NumPy array'],
    ['no more than its beginning', fixture('f8-little.npy').subarray(0, 9), 'is no NumPy array'],
    ['half a length', fixture('version-2.npy').subarray(0, 11), 'is cut off'],
    ['half a header', fixture('f8-little.npy').subarray(0, 60), 'is cut off'],
    ['half its numbers', fixture('f8-little.npy').subarray(0, -1), 'has 47 bytes of numbers'],
    ['more numbers', Buffer.concat([fixture('bool.npy'), Buffer.of(1)]), 'has 5 bytes of numbers'],
    ['version 9', Buffer.from('\x93NUMPY\x09\x00\x00\x00', 'latin1'), 'has version 9'],
    [
      'a header of 4 GB',
      Buffer.from('\x93NUMPY\x02\x00\xff\xff\xff\xff', 'latin1'),
      'has a NumPy header of 4294967295 bytes',
    ],
    ['an empty header', array(''), 'says no array of numbers'],
    ['an empty dictionary', array('{}'), 'says no array of numbers'],
    ['code', array("__import__('os').system('true')"), 'says no array of numbers'],
    [
      'code in place of a shape',
      array("{'descr': '<f8', 'fortran_order': False, 'shape': (open('x'),), }"),
      'says no array of numbers',
    ],
    [
      'an entry too many',
      array("{'descr': '<f8', 'fortran_order': False, 'shape': (1,), 'x': 1, }"),
      'says no array of numbers',
    ],
    [
      'a negative size',
      array("{'descr': '<f8', 'fortran_order': False, 'shape': (-1,), }"),
      'says no array of numbers',
    ],
    [
      'characters that are not ASCII',
      array("{'descr': '\xe9', 'fortran_order': False, 'shape': (1,), }"),
      'is an array of "é"',
    ],
    [
      'no byte order',
      array("{'descr': 'f8', 'fortran_order': False, 'shape': (1,), }", new Uint8Array(8)),
      'is an array of "f8"',
    ],
    [
      'more rows than there are bytes',
      array("{'descr': '<f8', 'fortran_order': False, 'shape': (1000000000000,), }"),
      'has 0 bytes of numbers, and its header says 1000000000000 of 8.',
    ],
    [
      'more columns than there are bytes',
      array("{'descr': '<f8', 'fortran_order': False, 'shape': (0, 9007199254740991), }"),
      'it has no rows',
    ],
    [
      'sizes beyond counting',
      array("{'descr': '<f8', 'fortran_order': False, 'shape': (9007199254740993,), }"),
      'says no array of numbers',
    ],
  ])('with %s is refused with 400', (_, body, reason) => {
    expect(() => read(body)).toThrow(
      expect.objectContaining({ statusCode: 400, message: expect.stringContaining(reason) }),
    )
  })

  it('is refused or read, whatever its bytes are', () => {
    const header = fc.string({
      unit: fc.constantFrom(..."{}'(),:<>f8i4 descrfortran_orderFalseshape01"),
      maxLength: 90,
    })
    fc.assert(
      fc.property(fc.oneof(header, fc.string()), fc.uint8Array({ maxLength: 40 }), (text, data) => {
        try {
          read(array(text, data))
        } catch (error) {
          expect(error).toMatchObject({ statusCode: 400 })
        }
      }),
    )
  })

  it('comes back as it was written', () => {
    const matrix = fc
      .tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 }))
      .chain(([rows, columns]) =>
        fc.array(fc.array(fc.double(), { minLength: rows, maxLength: rows }), {
          minLength: columns,
          maxLength: columns,
        }),
      )
    fc.assert(
      fc.property(matrix, (columns) => {
        const table = Object.fromEntries(
          columns.map((values, i) => [`V${i + 1}`, Float64Array.from(values)]),
        )
        const written = npyCodec.encode?.(table) as Uint8Array
        expect(read(written)).toEqual(table)
        const rows = columns[0].map((_, row) => columns.map((values) => values[row]))
        expect(npyCodec.encode?.(rows)).toEqual(written)
      }),
    )
  })

  it('is written byte for byte as NumPy writes it', () => {
    expect(npyCodec.encode?.([0.1, -2.5, Number.NaN, Number.POSITIVE_INFINITY])).toEqual(
      fixture('vector.npy'),
    )
    expect(npyCodec.encode?.({ a: [1, 4], b: [2, 5], c: [3, 100] })).toEqual(
      fixture('f8-little.npy'),
    )
    expect(npyCodec.encode?.(5)).toEqual(fixture('refused-scalar.npy'))
  })

  it.each([
    'text',
    true,
    ['a'],
    { a: ['x'] },
    [[1], [1, 2]],
    [['a']],
    [[]],
    { a: { b: 1 } },
    Uint8Array.of(1),
  ])('has no form for %j', (output) => {
    expect(npyCodec.encode?.(output)).toBeUndefined()
  })
})

describe('an archive of arrays [S24]', () => {
  it('is a table of vectors by their names, or its only matrix', () => {
    expect(readAll(fixture('vectors.npz'))).toEqual({
      width: Float64Array.of(1.5, 2.5),
      height: Float64Array.of(3, 4),
    })
    expect(readAll(fixture('packed.npz'))).toEqual({
      width: Float64Array.from({ length: 1000 }, (_, i) => i),
    })
    expect(readAll(fixture('matrix.npz'))).toEqual(read(fixture('i8-little.npy')))
  })

  it('is refused with 400 or 413 however it is damaged', () => {
    for (const name of readdirSync(folder).filter((file) => file.endsWith('.npz'))) {
      const whole = fixture(name)
      fc.assert(
        fc.property(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
          for (const body of [whole.subarray(0, at), Buffer.from(whole)]) {
            if (body.length === whole.length) body[at] = (body[at] + change) % 256
            try {
              readAll(body)
            } catch (error) {
              expect([400, 413]).toContain((error as { statusCode?: number }).statusCode)
            }
          }
        }),
      )
    }
  })

  it.each([
    ['nothing', Buffer.alloc(0), 400, 'its directory is missing'],
    ['its second half only', fixture('vectors.npz').subarray(100), 400, 'fewer than 2 entries'],
    ['files of 4 GB', withHugeFile(fixture('packed.npz')), 413, 'larger than 100 MB'],
  ])('of %s is refused', (_, body, statusCode, reason) => {
    expect(() => readAll(body)).toThrow(
      expect.objectContaining({ statusCode, message: expect.stringContaining(reason) }),
    )
  })
})
