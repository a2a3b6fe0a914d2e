import { ByoError } from '../errors.ts'
import { parseCsv } from '../invoke/parse-csv.ts'
import { excerpt } from '../wording/excerpt.ts'

/** The rows of CSV, from its lines; a quoted cell may have several. `uri` is for the message. */
export async function* readRows(
  lines: AsyncIterable<string>,
  uri: string,
): AsyncGenerator<string[], void, undefined> {
  let begun: string[] = []
  for await (const line of lines) {
    // Only a quote ends what a quote has begun.
    if (begun.length > 0 && !line.includes('"')) {
      begun.push(line)
      continue
    }
    const rows = parseCsv([...begun, line].join('\n'))
    if (rows === undefined) begun.push(line)
    else {
      begun = []
      yield* rows
    }
  }
  if (begun.length === 0) return
  throw new ByoError(
    'prediction-unreadable',
    `${uri} has a quote that is never closed: ${excerpt(begun[0] ?? '')}. Read it as lines() instead.`,
  )
}
