import { text } from 'node:stream/consumers'
import { parseJsonLine } from '../invoke/parse-json.ts'
import { readLines } from '../invoke/read-stream.ts'
import { readObject } from '../s3/read-object.ts'
import type { Session } from '../session/session.ts'
import { readRows } from './read-rows.ts'
import type { TransformedObject } from './transformed-object.ts'

/**
 * Outputs of a transform job, read from S3 as they are asked for: one piece at a time is in memory, and who stops
 * reading closes the connection. A connection that breaks is taken up where it was.
 *
 * @public
 */
export interface TransformRecords {
  /** The objects in the order of inputs, each with its input and ways to read its output. */
  objects(options?: ReadOptions): AsyncIterable<TransformedContent>
  /** The lines of all outputs, one output after another, without their ends. */
  lines(options?: ReadOptions): AsyncIterable<string>
  /**
   * The rows of all outputs as CSV: cells as they stand, with quotes taken off; blank lines are left out.
   *
   * @throws `prediction-unreadable` when a quote is never closed
   */
  rows(options?: ReadOptions): AsyncIterable<string[]>
  /** The value of each line of all outputs that isn't blank, as JSON Lines. @throws `prediction-unreadable` */
  jsonLines(options?: ReadOptions): AsyncIterable<unknown>
}

/**
 * How outputs are read.
 *
 * @public
 */
export interface ReadOptions {
  /** Ends the reading with an `aborted` error. */
  readonly signal?: AbortSignal | undefined
}

/**
 * An object that a transform job has transformed, and ways to read its output.
 *
 * @public
 */
export interface TransformedContent extends TransformedObject {
  /** The output's bytes as they come. */
  stream(): AsyncIterable<Uint8Array>
  /** The whole output as UTF-8 text. */
  text(): Promise<string>
  /** Its lines without their ends. */
  lines(): AsyncIterable<string>
  /** Its rows as CSV. @throws `prediction-unreadable` */
  rows(): AsyncIterable<string[]>
  /** The value of each line that isn't blank. @throws `prediction-unreadable` */
  jsonLines(): AsyncIterable<unknown>
}

/** Ways to read the objects of a list, which is asked for when the reading begins. */
export function createRecords(
  session: Session,
  list: (signal: AbortSignal | undefined) => Promise<readonly TransformedObject[]>,
): TransformRecords {
  async function* objects({ signal }: ReadOptions = {}): AsyncGenerator<TransformedContent> {
    for (const object of await list(signal)) yield contentOf(session, object, signal)
  }
  const each = <T>(read: (object: TransformedContent) => AsyncIterable<T>) =>
    async function* (options?: ReadOptions): AsyncGenerator<T, void, undefined> {
      for await (const object of objects(options)) yield* read(object)
    }
  return {
    objects,
    lines: each((object) => object.lines()),
    rows: each((object) => object.rows()),
    jsonLines: each((object) => object.jsonLines()),
  }
}

function contentOf(
  session: Session,
  object: TransformedObject,
  signal: AbortSignal | undefined,
): TransformedContent {
  const { outputUri } = object
  const stream = () => readObject(session, outputUri, signal)
  const lines = () => readLines(stream())
  return {
    ...object,
    stream,
    text: () => text(stream()),
    lines,
    rows: () => readRows(lines(), outputUri),
    jsonLines: () => readValues(lines(), outputUri),
  }
}

async function* readValues(
  lines: AsyncIterable<string>,
  uri: string,
): AsyncGenerator<unknown, void, undefined> {
  let number = 0
  for await (const line of lines) {
    number += 1
    if (line.trim() !== '') yield parseJsonLine(line, number, uri)
  }
}
