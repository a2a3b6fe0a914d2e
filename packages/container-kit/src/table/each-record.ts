import Papa from 'papaparse'
import { ContainerError } from '../errors.ts'
import type { ResolvedCsvOptions } from './csv-options.ts'

/**
 * Calls back with the fields of every record of RFC 4180 text and the place where the record begins. Blank
 * lines are left out. A text that mixes line ends is read as if all were `\n`.
 */
export function eachRecord(
  text: string,
  { delimiter, name }: ResolvedCsvOptions,
  onRecord: (fields: readonly string[], lineOf: () => number) => void,
): void {
  const newline = lineEndOf(text)
  const source = newline === 'mixed' ? text.replace(/\r\n?/g, '\n') : text
  let start = 0
  const lineOf = () => lineAt(source, start)
  Papa.parse<string[]>(source, {
    delimiter,
    newline: newline === 'mixed' ? '\n' : newline,
    step({ data, errors, meta }) {
      const [error] = errors
      if (error !== undefined) {
        throw new ContainerError('csv', `${name}, line ${lineOf()}: ${quoteProblem(error.code)}.`)
      }
      // A lone quoted empty field is a record; nothing at all between two line ends is not.
      const blank = data.length === 1 && data[0]!.trim() === '' && source[start] !== '"'
      if (!blank) onRecord(data, lineOf)
      start = meta.cursor
    },
  })
}

/** Finds the line end that a text uses throughout. */
function lineEndOf(text: string): '\n' | '\r\n' | '\r' | 'mixed' {
  if (!text.includes('\r')) return '\n'
  if (!text.includes('\n')) return '\r'
  return /\r(?!\n)|(?<!\r)\n/.test(text) ? 'mixed' : '\r\n'
}

/** Counts from 1 the line that a position lies on, whatever the line ends. */
function lineAt(text: string, position: number): number {
  return text.slice(0, position).split(/\r\n?|\n/).length
}

function quoteProblem(code: string): string {
  return code === 'MissingQuotes'
    ? 'a quoted field begins here and never ends; add the closing quote'
    : 'a quoted field is followed by more text; double the quotes inside it'
}
