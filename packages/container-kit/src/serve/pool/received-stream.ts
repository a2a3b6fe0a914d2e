/** What the reader of a stream makes of it. */
export interface StreamReader {
  /** A chunk was taken: one more may come. */
  taken(): void
  /** Nobody wants the rest. */
  stopped(): void
}

/** Chunks that come from another thread, for one reader. */
export class ReceivedStream implements AsyncIterableIterator<Uint8Array> {
  readonly #reader: StreamReader
  readonly #chunks: Uint8Array[] = []
  #end: { readonly error: unknown } | 'end' | undefined
  #wake: (() => void) | undefined

  constructor(reader: StreamReader) {
    this.#reader = reader
  }

  /** Takes in a chunk; one that was on its way when the reader stopped is of no use. */
  push(chunk: Uint8Array): void {
    if (this.#end !== undefined) return
    this.#chunks.push(chunk)
    this.#wake?.()
  }

  /** The last chunk has come. */
  end(): void {
    this.#end ??= 'end'
    this.#wake?.()
  }

  /** No more chunks come, because of an error: the reader gets it after the chunks that are there. */
  fail(error: unknown): void {
    this.#end ??= { error }
    this.#wake?.()
  }

  async next(): Promise<IteratorResult<Uint8Array>> {
    while (this.#chunks.length === 0 && this.#end === undefined) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    }
    const value = this.#chunks.shift()
    if (value !== undefined) {
      if (this.#end === undefined) this.#reader.taken()
      return { value, done: false }
    }
    const end = this.#end
    this.#end = 'end'
    if (end !== 'end') throw end?.error
    return { value, done: true }
  }

  async return(): Promise<IteratorResult<Uint8Array>> {
    this.#chunks.length = 0
    if (this.#end === undefined) {
      this.end()
      this.#reader.stopped()
    }
    return { value: undefined, done: true }
  }

  [Symbol.asyncIterator](): this {
    return this
  }
}
