/** Reads a stream of chunks in pieces of lengths that the reader chooses. */
export class ByteReader {
  readonly #chunks: AsyncIterator<Buffer>
  #rest: Buffer = Buffer.alloc(0)

  constructor(stream: AsyncIterable<Buffer>) {
    this.#chunks = stream[Symbol.asyncIterator]()
  }

  /** The next so many bytes; fewer at the end of the stream, and none behind it. */
  async read(length: number): Promise<Buffer> {
    if (this.#rest.byteLength < length) await this.#fill(length)
    const piece = this.#rest.subarray(0, length)
    this.#rest = this.#rest.subarray(length)
    return piece
  }

  /** Gives the stream up. */
  async close(): Promise<void> {
    await this.#chunks.return?.()
  }

  async #fill(length: number): Promise<void> {
    const pieces = [this.#rest]
    let size = this.#rest.byteLength
    while (size < length) {
      const next = await this.#chunks.next()
      if (next.done === true) break
      pieces.push(next.value)
      size += next.value.byteLength
    }
    this.#rest = Buffer.concat(pieces, size)
  }
}
