import { lineSplitter } from '../../codecs/line-records.ts'
import type { Answer } from '../invocation/answer.ts'

/** An answer in CSV or JSON Lines with a line end behind its last line, if it has any; others as they are. */
export function withFinalNewline(answer: Answer): Answer {
  const { contentType, body } = answer
  const isLines = lineSplitter(contentType, {}) !== undefined
  return isLines && typeof body === 'string' && body !== ''
    ? { contentType, body: `${body}\n` }
    : answer
}
