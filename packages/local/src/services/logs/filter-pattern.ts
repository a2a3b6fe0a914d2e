import { AwsError } from '../../errors.ts'

interface Term {
  /** `-` for a text that must not be there, `?` for one of several of which one must. */
  readonly mark: string
  readonly text: string
}

/**
 * Reads a filter pattern of terms: words of letters, digits and underscores, or anything in double quotes. All
 * must be in the message; `-` before one forbids it; of those with `?`, which count when there are no others, one must be.
 *
 * @throws AwsError `InvalidParameterException`, also for patterns of JSON, fields and regular expressions.
 */
export function parseFilterPattern(pattern: string): (message: string) => boolean {
  const terms = readTerms(pattern.trim())
  const either = terms.filter(({ mark }) => mark === '?')
  if (either.length > 0 && either.length === terms.length) {
    return (message) => either.some(({ text }) => message.includes(text))
  }
  return (message) =>
    terms.every(({ mark, text }) => mark === '?' || message.includes(text) === (mark === ''))
}

function readTerms(pattern: string): readonly Term[] {
  const kind = kinds[pattern.charAt(0)]
  if (kind !== undefined) {
    throw invalid(`This server reads filter patterns of terms, and none of ${kind}: ${pattern}`)
  }
  const terms: Term[] = []
  const term = /([-?]?)(?:"((?:[^"\\]|\\.)*)"|([\p{L}\p{N}_]+))(?:\s+|$)/uy
  while (term.lastIndex < pattern.length) {
    const match = term.exec(pattern)
    if (match === null) throw invalid(`Invalid filter pattern: ${pattern}`)
    const [, mark = '', quoted, word = ''] = match
    terms.push({ mark, text: quoted?.replace(/\\(.)/g, '$1') ?? word })
  }
  return terms
}

/** Patterns that are not of terms, by their first character. */
const kinds: Readonly<Record<string, string>> = {
  '{': 'JSON',
  '[': 'fields',
  '%': 'regular expressions',
}

function invalid(message: string): AwsError {
  return new AwsError('InvalidParameterException', message)
}
