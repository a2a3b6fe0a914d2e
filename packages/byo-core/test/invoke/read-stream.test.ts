import { describe, expect, it } from 'vitest'
import { readJsonLines, readLines, readText } from '../../src/invoke/read-stream.ts'

const sample = '{"a":"é"}\r\n\n["€",1]\n"𝄞 \\n"'

/** The bytes of a text in parts of a size. */
async function* parts(text: string, size: number): AsyncGenerator<Uint8Array> {
  const bytes = new TextEncoder().encode(text)
  for (let i = 0; i < bytes.length; i += size) yield bytes.subarray(i, i + size)
}

async function all<T>(source: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = []
  for await (const one of source) found.push(one)
  return found
}

describe.each([1, 2, 3, 5, 1000])('a stream in parts of %i bytes', (size) => {
  it('is read as text, whatever characters are split [G076]', async () => {
    const pieces = await all(readText(parts(sample, size)))

    expect(pieces.join('')).toBe(sample)
    expect(pieces).not.toContain('')
  })

  it('is read as lines and as JSON Lines, wherever they are split [G076]', async () => {
    expect(await all(readLines(parts(sample, size)))).toEqual([
      '{"a":"é"}',
      '',
      '["€",1]',
      '"𝄞 \\n"',
    ])
    expect(await all(readJsonLines(parts(sample, size)))).toEqual([{ a: 'é' }, ['€', 1], '𝄞 \n'])
  })
})

it('gives a line as soon as it is complete, before more is read', async () => {
  let reads = 0
  async function* counted() {
    for (const text of ['a\nb', '\n']) {
      reads += 1
      yield new TextEncoder().encode(text)
    }
  }
  const lines = readLines(counted())

  expect(await lines.next()).toEqual({ done: false, value: 'a' })
  expect(reads).toBe(1)
  expect(await lines.next()).toEqual({ done: false, value: 'b' })
  expect(await lines.next()).toEqual({ done: true, value: undefined })
})

it('says which line is no JSON', async () => {
  await expect(all(readJsonLines(parts('1\n{\n', 2)))).rejects.toMatchObject({
    code: 'prediction-unreadable',
    message: "The endpoint's answer, line 2, is not JSON: {.",
  })
})
