import type { DataProcessor } from './data-processing.ts'
import { tooLarge } from './object-failure.ts'

/** What goes into one request. */
export interface Batch {
  readonly body: Buffer
  /** The rows of its records before they were filtered; none where nothing is joined. */
  readonly rows: readonly string[]
  /** The first of its records in the object, from 1, and the last. */
  readonly first: number
  readonly last: number
}

/** How records are put into requests. */
export interface BatchOptions {
  /** Whether each record is sent alone. */
  readonly alone: boolean
  /** What a request may have, in bytes. */
  readonly limit: number
  readonly processor: DataProcessor | undefined
}

/** Puts records into requests: each into one of its own, or as many into one as fit. */
export async function* makeBatches(
  records: AsyncIterable<readonly Buffer[]>,
  { alone, limit, processor }: BatchOptions,
): AsyncGenerator<Batch> {
  let batch = new Collected(1)
  for await (const group of records) {
    for (const record of group) {
      const { sent, rows } = processor?.read(record) ?? { sent: record, rows: [] }
      if (sent.byteLength > limit) throw tooLarge(`Record ${batch.next}`, limit)
      if (batch.count > 0 && (alone || batch.size + sent.byteLength > limit)) {
        yield batch.close()
        batch = new Collected(batch.next)
      }
      batch.add(sent, rows)
    }
  }
  if (batch.count > 0) yield batch.close()
}

/** A request that is being put together. */
class Collected {
  size = 0
  readonly #first: number
  readonly #bodies: Buffer[] = []
  readonly #rows: string[] = []

  constructor(first: number) {
    this.#first = first
  }

  get count(): number {
    return this.#bodies.length
  }

  /** The number of the record that comes next. */
  get next(): number {
    return this.#first + this.count
  }

  add(body: Buffer, rows: readonly string[]): void {
    this.#bodies.push(body)
    for (const row of rows) this.#rows.push(row)
    this.size += body.byteLength
  }

  close(): Batch {
    const body = this.count === 1 ? (this.#bodies[0] as Buffer) : Buffer.concat(this.#bodies)
    return { body, rows: this.#rows, first: this.#first, last: this.next - 1 }
  }
}
