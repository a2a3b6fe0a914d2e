import { type EncodedOutput, noForm } from './choose-encoders.ts'
import type { StreamEncoder, StreamWriter } from './stream-encoders.ts'

/** Values that come one after the other. */
export type Stream = AsyncIterable<unknown> | IterableIterator<unknown>

/** An answer that is encoded while it is made. */
export interface EncodedStream {
  readonly contentType: string
  readonly body: AsyncIterable<Uint8Array>
}

/** Says whether an output is a stream: an async iterable, or an iterator. Lists and typed arrays are none. */
export function isStream(output: unknown): output is Stream {
  if (typeof output !== 'object' || output === null || ArrayBuffer.isView(output)) return false
  return (
    Symbol.asyncIterator in output ||
    (Symbol.iterator in output && 'next' in output && typeof output.next === 'function')
  )
}

/**
 * Waits for the first value of a stream and encodes it with the first encoder that has a form for it; the others are
 * encoded as they are asked for; of a stream without a value the whole answer is there. The stream is ended (`return`)
 * once the signal is aborted or nobody wants more.
 *
 * @throws what the stream throws before its first value; HttpError 406 if no encoder has a form for that; the reason of
 * the signal.
 */
export async function encodeStream(
  stream: Stream,
  encoders: readonly StreamEncoder[],
  signal: AbortSignal,
): Promise<EncodedStream | EncodedOutput> {
  const source = new Source(stream, signal)
  try {
    const first = await source.next()
    signal.throwIfAborted()
    for (const { contentType, begin } of encoders) {
      const writer = begin()
      if (first.done) return { contentType, body: writer.end?.() ?? '' }
      const part = writer.write(first.value)
      if (part !== undefined) return { contentType, body: encoded(part, source, writer) }
    }
    throw noForm(encoders)
  } catch (error) {
    await source.letGo()
    throw error
  }
}

async function* encoded(
  firstPart: string | Uint8Array,
  source: Source,
  writer: StreamWriter,
): AsyncGenerator<Uint8Array> {
  try {
    yield bytesOf(firstPart)
    for (let next = await source.next(); !next.done; next = await source.next()) {
      const part = writer.write(next.value)
      if (part === undefined)
        throw new Error('A value of the stream has another form than the first.')
      yield bytesOf(part)
    }
    const end = writer.end?.()
    if (end !== undefined) yield bytesOf(end)
  } finally {
    await source.letGo()
  }
}

function bytesOf(part: string | Uint8Array): Uint8Array {
  return typeof part === 'string' ? encoder.encode(part) : part
}

/** The values of a stream, which is told when no more are wanted. */
class Source {
  readonly #iterator: AsyncIterator<unknown> | Iterator<unknown>
  readonly #signal: AbortSignal
  readonly #onAbort: () => void
  #end: Promise<void> | undefined

  constructor(stream: Stream, signal: AbortSignal) {
    this.#iterator =
      Symbol.asyncIterator in stream ? stream[Symbol.asyncIterator]() : stream[Symbol.iterator]()
    this.#signal = signal
    this.#onAbort = () => void this.letGo()
    signal.addEventListener('abort', this.#onAbort, { once: true })
  }

  async next(): Promise<IteratorResult<unknown>> {
    const { done, value } = await this.#iterator.next()
    if (done) await this.#finish(Promise.resolve())
    return { done: done ?? false, value: await value }
  }

  /** Ends the stream unless it has ended; resolves when it has let go of what it holds. Never rejects. */
  letGo(): Promise<void> {
    return this.#end ?? this.#finish(endOf(this.#iterator))
  }

  #finish(end: Promise<void>): Promise<void> {
    this.#end ??= end
    this.#signal.removeEventListener('abort', this.#onAbort)
    return this.#end
  }
}

async function endOf(iterator: AsyncIterator<unknown> | Iterator<unknown>): Promise<void> {
  try {
    await iterator.return?.()
  } catch {
    // The answer has ended already, and for a reason that stands above this one.
  }
}

const encoder = new TextEncoder()
