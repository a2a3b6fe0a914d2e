import { parseJsonLine } from './parse-json.ts'

/** The text of UTF-8 bytes, piece by piece; characters and the byte order mark may be split between pieces. */
export async function* readText(
  parts: AsyncIterable<Uint8Array>,
): AsyncGenerator<string, void, undefined> {
  const decoder = new TextDecoder()
  for await (const part of parts) {
    const text = decoder.decode(part, { stream: true })
    if (text !== '') yield text
  }
  const rest = decoder.decode()
  if (rest !== '') yield rest
}

/** The lines of a text without their ends, LF or CRLF; a last line need not have one. */
export async function* readLines(
  parts: AsyncIterable<Uint8Array>,
): AsyncGenerator<string, void, undefined> {
  // Pieces of a line are joined once, so that a long line costs no more than its length.
  let begun: string[] = []
  for await (const piece of readText(parts)) {
    const [first = '', ...others] = piece.split('\n')
    begun.push(first)
    for (const next of others) {
      yield begun.join('').replace(/\r$/, '')
      begun = [next]
    }
  }
  const last = begun.join('')
  if (last !== '') yield last
}

/** The value of each line that isn't blank. */
export async function* readJsonLines(
  parts: AsyncIterable<Uint8Array>,
): AsyncGenerator<unknown, void, undefined> {
  let number = 0
  for await (const line of readLines(parts)) {
    number += 1
    if (line.trim() !== '') yield parseJsonLine(line, number)
  }
}
