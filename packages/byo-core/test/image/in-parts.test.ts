import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { inParts } from '../../src/image/in-parts.ts'

async function collect(chunks: readonly Uint8Array[], size: number): Promise<Uint8Array[]> {
  async function* stream() {
    yield* chunks
  }
  const parts: Uint8Array[] = []
  for await (const part of inParts(stream(), size)) parts.push(part)
  return parts
}

describe('inParts', () => {
  it('keeps every byte in order, in parts of one size but for the last', async () => {
    const chunks = fc.array(fc.uint8Array({ maxLength: 50 }), { maxLength: 10 })
    await fc.assert(
      fc.asyncProperty(chunks, fc.integer({ min: 1, max: 40 }), async (given, size) => {
        const parts = await collect(given, size)

        expect(Buffer.concat(parts)).toEqual(Buffer.concat(given))
        expect(parts.slice(0, -1).every(({ length }) => length === size)).toBe(true)
        expect(parts.every(({ length }) => length > 0)).toBe(true)
      }),
    )
  })
})
