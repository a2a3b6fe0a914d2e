import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeAwsChunked } from '../../src/protocols/aws-chunked.ts'

/** The bytes in chunks of the given sizes, over and over, with the framing around them. */
function frame(bytes: Buffer, sizes: readonly number[], trailers: string): Buffer {
  const parts: Buffer[] = []
  for (let start = 0, i = 0; start < bytes.length; i++) {
    const chunk = bytes.subarray(start, start + (sizes[i % sizes.length] as number))
    parts.push(
      Buffer.from(`${chunk.length.toString(16)};chunk-signature=ab\r\n`),
      chunk,
      Buffer.from('\r\n'),
    )
    start += chunk.length
  }
  return Buffer.concat([...parts, Buffer.from(`0\r\n${trailers}\r\n`)])
}

async function* cut(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size)
}

async function decode(framed: Buffer, cutSize = framed.length) {
  let trailers: ReadonlyMap<string, string> = new Map()
  const chunks: Buffer[] = []
  for await (const chunk of decodeAwsChunked(cut(framed, cutSize), (found) => {
    trailers = found
  })) {
    chunks.push(chunk)
  }
  return { bytes: Buffer.concat(chunks), trailers }
}

describe('decodeAwsChunked', () => {
  it('gives back what was framed, wherever the network cuts', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ minLength: 1, maxLength: 400 }),
        fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 1, max: 120 }),
        async (bytes, sizes, cutSize) => {
          const decoded = await decode(frame(Buffer.from(bytes), sizes, 'a:b\r\n'), cutSize)

          expect(decoded.bytes.equals(Buffer.from(bytes))).toBe(true)
          expect([...decoded.trailers]).toEqual([['a', 'b']])
        },
      ),
    )
  })

  it('takes a body of nothing, and trailers without an empty line after them', async () => {
    const { bytes, trailers } = await decode(Buffer.from('0\r\nX-Amz-Checksum-Crc32: AAAAAA==\r\n'))

    expect(bytes.length).toBe(0)
    expect(trailers.get('x-amz-checksum-crc32')).toBe('AAAAAA==')
  })

  it('refuses every beginning of a body that is not the whole', async () => {
    const framed = frame(Buffer.from('hello, world'), [5], '')
    const end = framed.indexOf('\r\n0\r\n') + '\r\n0\r\n'.length
    for (let length = 0; length < end; length++) {
      await expect(decode(framed.subarray(0, length), 3)).rejects.toMatchObject({
        code: 'IncompleteBody',
      })
    }
  })

  it('refuses a line that does not end before keeping much of it', async () => {
    await expect(decode(Buffer.alloc(1_000_000, '1'), 1000)).rejects.toMatchObject({
      code: 'InvalidRequest',
    })
  })
})
