import type { LineRecords } from '../../codecs/line-records.ts'
import { formatCsv } from '../../table/format-csv.ts'
import { type Answer, isStreamed } from '../invocation/answer.ts'

/** Some records in a row: answered together, or one that was refused with a message. */
export interface Part {
  readonly count: number
  readonly answer?: Answer
  readonly refused?: string
}

/** How answers are joined. */
export interface JoinOptions {
  /** The type that all answers have. */
  readonly contentType: string
  /** What stands in CSV for a record that was refused. */
  readonly placeholder: string
  /** Takes an answer apart. */
  readonly split: (body: Uint8Array) => LineRecords
}

/**
 * Joins answers line by line, one line a record and in their order. A header that each of them has stands once. Undefined
 * where an answer is a stream, of another type or has not a line for each of its records.
 */
export function joinAnswers(
  parts: readonly Part[],
  { contentType, placeholder, split }: JoinOptions,
): string | undefined {
  const lines: string[] = []
  // What stands above the lines of the first answer; undefined before it.
  let head: string | undefined
  for (const { count, answer, refused = '' } of parts) {
    if (answer === undefined) {
      lines.push(
        contentType === 'text/csv' ? cell(placeholder) : JSON.stringify({ error: refused }),
      )
      continue
    }
    if (answer.contentType !== contentType || isStreamed(answer)) return undefined
    const found = split(Buffer.from(answer.body)).records
    const over = found.slice(0, Math.max(found.length - count, 0)).join('\n')
    head ??= over
    if (found.length < count || found.length > count + 1 || head !== over) return undefined
    for (const record of found.slice(found.length - count)) lines.push(String(record))
  }
  return head === undefined || head === '' ? lines.join('\n') : [head, ...lines].join('\n')
}

function cell(text: string): string {
  return formatCsv([text]).slice(0, -1)
}
