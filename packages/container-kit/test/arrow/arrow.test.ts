import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { arrowCodecs } from '../../src/arrow/index.ts'
import { columnarBytes, groups, types } from '../fixtures/columnar.ts'

const [{ decode, encode }, file] = arrowCodecs()
const read = async (body: Uint8Array) => await decode.table!(body, 'utf-8')

describe('Arrow of pyarrow', () => {
  it('is read as a stream and as a file, of all types', async () => {
    expect(await read(columnarBytes('types.arrows'))).toEqual(types)
    expect(await file.decode.table!(columnarBytes('types.arrow'), 'utf-8')).toEqual(types)
  })

  it('of several batches is one table', async () => {
    expect(await read(columnarBytes('groups.arrows'))).toEqual(groups)
  })

  it.each([
    ['refused-list', 'column "c" is of type List'],
    ['refused-struct', 'column "c" is of type Struct'],
    ['refused-map', 'column "c" is of type Map'],
    ['refused-time', 'column "c" is of type Time'],
    ['refused-bytes', 'column "c" is of type FixedSizeBinary'],
    ['refused-beyond', 'Column "c" holds 9007199254740993, which a float64 cannot hold'],
    ['refused-empty', 'it has no rows'],
    ['packed', 'ompress'],
  ])('%s is refused with 400 and the reason', async (name, reason) => {
    await expect(read(columnarBytes(`${name}.arrows`))).rejects.toMatchObject({
      statusCode: 400,
      message: expect.stringContaining(reason),
    })
  })

  it('that is cut off, or is none, is refused with 400, or read as far as whole batches go', async () => {
    const whole = columnarBytes('types.arrows')
    for (let length = 0; length < whole.length; length += 61) {
      const outcome = await read(whole.subarray(0, length)).catch((error) => error)
      if (outcome instanceof Error) expect(outcome).toMatchObject({ statusCode: 400 })
      else expect(outcome).toEqual(types)
    }
    await expect(read(Buffer.from('a,b\n1,2\n'))).rejects.toMatchObject({ statusCode: 400 })
  })
})

describe('Arrow of ours', () => {
  it('comes back as it was written', async () => {
    const row = fc.record({ n: fc.double(), s: fc.string() })
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1 }), async (rows) => {
        const table = { n: Float64Array.from(rows, ({ n }) => n), s: rows.map(({ s }) => s) }
        expect(await read(encode!(table) as Uint8Array)).toEqual(table)
      }),
    )
  })

  it('is a list of numbers in one column, rows as a table, and nothing of what is no table', async () => {
    expect(await read(encode!([1, 2]) as Uint8Array)).toEqual({ V1: Float64Array.of(1, 2) })
    expect(await read(encode!([{ a: 1, b: 'x' }]) as Uint8Array)).toEqual({
      a: Float64Array.of(1),
      b: ['x'],
    })
    for (const output of [7, 'a', { a: { b: 1 } }, Uint8Array.of(1)]) {
      expect(encode!(output)).toBeUndefined()
    }
  })
})
