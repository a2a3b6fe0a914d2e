import { describe, expect, it } from 'vitest'
import { arrowCodecs } from '../../src/arrow/index.ts'
import { columnarBytes, groups, types } from '../fixtures/columnar.ts'
import { describeColumnarCodec } from '../fixtures/columnar-codec.ts'

const [stream, file] = arrowCodecs()
const read = async (body: Uint8Array) => await stream.decode.table!(body, 'utf-8')

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

describeColumnarCodec('Arrow', stream)
