import { compressors } from 'hyparquet-compressors'
import { describe, expect, it } from 'vitest'
import { parquetCodec, readParquet } from '../../src/parquet/index.ts'
import { columnarBytes, columnarPath, groups, types } from '../fixtures/columnar.ts'
import { describeColumnarCodec } from '../fixtures/columnar-codec.ts'

const codec = parquetCodec()
const read = async (body: Uint8Array) => await codec.decode.table!(body, 'utf-8')

describe('Parquet of pyarrow', () => {
  it.each(['none', 'snappy', 'gzip', 'brotli', 'v2'])(
    'packed by %s is read, of all types',
    async (name) => {
      expect(await readParquet(columnarPath(`types-${name}.parquet`))).toEqual(types)
      expect(await read(columnarBytes(`types-${name}.parquet`))).toEqual(types)
    },
  )

  it('packed by zstd is read with what unpacks it', async () => {
    const path = columnarPath('types-zstd.parquet')

    expect(await readParquet(path, { compressors })).toEqual(types)
  })

  it('packed by what nothing unpacks is refused by its name', async () => {
    await expect(readParquet(columnarPath('types-lz4.parquet'))).rejects.toMatchObject({
      code: 'table',
      message: expect.stringMatching(/types-lz4\.parquet is no Parquet that can be read: .*LZ4/),
    })
  })

  it('of several groups of rows is one table', async () => {
    expect(await readParquet(columnarPath('groups.parquet'))).toEqual(groups)
  })

  it.each([
    ['list', 'column "c" is nested'],
    ['struct', 'column "c" is nested'],
    ['map', 'column "c" is nested'],
    ['time', 'column "c" is of type TIME'],
    ['bytes', 'column "c" is of type FIXED_LEN_BYTE_ARRAY'],
    ['beyond', 'Column "c" holds 9007199254740993, which a float64 cannot hold'],
    ['empty', 'it has no rows'],
  ])('with %s is refused with the reason', async (name, reason) => {
    const file = `refused-${name}.parquet`

    await expect(readParquet(columnarPath(file))).rejects.toMatchObject({
      code: 'table',
      message: expect.stringContaining(reason),
    })
    await expect(read(columnarBytes(file))).rejects.toMatchObject({
      statusCode: 400,
      message: expect.stringContaining(reason),
    })
  })

  it('that is not there is said so', async () => {
    await expect(readParquet('/nowhere.parquet')).rejects.toMatchObject({
      code: 'table',
      message: expect.stringContaining('/nowhere.parquet cannot be read: ENOENT'),
    })
  })

  it('that is cut off, or is none, is refused with 400', async () => {
    const whole = columnarBytes('types-snappy.parquet')
    for (const length of [0, 4, 100, whole.length - 9, whole.length - 1]) {
      await expect(read(whole.subarray(0, length))).rejects.toMatchObject({ statusCode: 400 })
    }
    await expect(read(Buffer.from('a,b\n1,2\n'))).rejects.toMatchObject({ statusCode: 400 })
  })
})

describeColumnarCodec('Parquet', codec)
