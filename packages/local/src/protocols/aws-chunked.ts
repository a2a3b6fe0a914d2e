// The framing that SDKs put around a streamed body, inside HTTP's own chunks:
//
//   5;chunk-signature=…\r\n hello \r\n 0;chunk-signature=…\r\n x-amz-checksum-crc32:NhCmhg==\r\n \r\n
//
// The signatures are there in the signed forms only, the trailers in the forms that end in -TRAILER.
// Signatures are read and not verified.

import { AwsError } from '../errors.ts'

/** Lines of the framing are short; whoever sends a longer one sends something else. */
const longestLine = 16 * 1024

/** Strips the framing and hands over the trailers, by name in lower case, at the end. */
export async function* decodeAwsChunked(
  source: AsyncIterable<Buffer>,
  onTrailers: (trailers: ReadonlyMap<string, string>) => void,
): AsyncGenerator<Buffer, void, undefined> {
  const input = new ByteReader(source)
  for (;;) {
    const size = parseSize(await input.line())
    if (size === 0) break
    yield* input.bytes(size)
    if ((await input.line()) !== '') throw malformed('a chunk is longer than its header says')
  }
  onTrailers(await readTrailers(input))
}

function parseSize(line: string): number {
  const digits = /^([0-9a-fA-F]{1,12})(?:;|$)/.exec(line)?.[1]
  if (digits === undefined) throw malformed(`"${line.slice(0, 40)}" is no size of a chunk`)
  return Number.parseInt(digits, 16)
}

/** Some clients leave out the empty line at the end, so the end of the body ends the trailers too. */
async function readTrailers(input: ByteReader): Promise<Map<string, string>> {
  const trailers = new Map<string, string>()
  while (!(await input.atEnd())) {
    const line = await input.line()
    if (line === '') break
    const colon = line.indexOf(':')
    if (colon < 1) throw malformed(`"${line.slice(0, 40)}" is no trailer`)
    trailers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim())
  }
  return trailers
}

/** Reads lines and counted bytes from chunks that were cut anywhere. */
class ByteReader {
  readonly #source: AsyncIterator<Buffer>
  #buffered: Buffer = Buffer.alloc(0)

  constructor(source: AsyncIterable<Buffer>) {
    this.#source = source[Symbol.asyncIterator]()
  }

  async atEnd(): Promise<boolean> {
    return this.#buffered.length === 0 && !(await this.#more())
  }

  /** The bytes up to the next line end, without it. */
  async line(): Promise<string> {
    for (;;) {
      const end = this.#buffered.indexOf('\r\n')
      if (end >= 0) return this.#take(end + 2).toString('latin1', 0, end)
      if (this.#buffered.length > longestLine) throw malformed('a line of it does not end')
      if (!(await this.#more())) throw incomplete()
    }
  }

  async *bytes(count: number): AsyncGenerator<Buffer, void, undefined> {
    for (let left = count; left > 0; ) {
      if (await this.atEnd()) throw incomplete()
      const part = this.#take(Math.min(left, this.#buffered.length))
      left -= part.length
      yield part
    }
  }

  #take(count: number): Buffer {
    const taken = this.#buffered.subarray(0, count)
    this.#buffered = this.#buffered.subarray(count)
    return taken
  }

  async #more(): Promise<boolean> {
    const { done, value } = await this.#source.next()
    if (done === true) return false
    this.#buffered = this.#buffered.length === 0 ? value : Buffer.concat([this.#buffered, value])
    return true
  }
}

function malformed(reason: string): AwsError {
  return new AwsError('InvalidRequest', `The aws-chunked body cannot be read: ${reason}.`)
}

function incomplete(): AwsError {
  return new AwsError(
    'IncompleteBody',
    'You did not provide the number of bytes specified by the Content-Length HTTP header',
  )
}
