import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { forwardLines } from '../../src/train/forward-lines.ts'

/** What comes of some chunks, piece by piece. */
async function forwarded(chunks: Iterable<Uint8Array>): Promise<Buffer[]> {
  const pieces: Buffer[] = []
  await forwardLines(chunks, async (piece) => {
    pieces.push(Buffer.from(piece))
  })
  return pieces
}

describe('lines that are forwarded [T53]', () => {
  it('come whole, whatever the bytes and wherever they are cut', async () => {
    const byte = fc.oneof(fc.constant(10), fc.integer({ min: 0, max: 255 }))
    const chunks = fc.array(
      fc
        .uint8Array({ maxLength: 6 })
        .chain((rest) => byte.map((one) => Uint8Array.of(...rest, one))),
    )
    await fc.assert(
      fc.asyncProperty(chunks, async (given) => {
        const all = Buffer.concat(given)
        const ended =
          all.length === 0 || all.at(-1) === 10 ? all : Buffer.concat([all, Buffer.from('\n')])

        const pieces = await forwarded(given)

        expect(Buffer.concat(pieces)).toEqual(ended)
        for (const piece of pieces) expect(piece.at(-1)).toBe(10)
      }),
    )
  })

  it('are read no faster than they are written', async () => {
    let read = 0
    let written = 0
    const source = function* () {
      for (; read < 50; read += 1) {
        expect(read - written).toBeLessThanOrEqual(1)
        yield Buffer.from(`line ${read}\n`)
      }
    }
    await forwardLines(source(), async () => {
      await new Promise((resolve) => setImmediate(resolve))
      written += 1
    })
    expect(written).toBe(50)
  })

  it('do not fill the memory where a line never ends', async () => {
    const chunk = new Uint8Array(2 ** 20).fill(120)

    const pieces = await forwarded(Array(40).fill(chunk))

    expect(pieces.map((piece) => piece.length)).toEqual([
      16 * 2 ** 20,
      16 * 2 ** 20,
      8 * 2 ** 20 + 1,
    ])
  })
})
