import { ByoError } from '../errors.ts'
import { excerpt } from '../wording/excerpt.ts'
import type { Invocation } from './invocation.ts'
import { isJson, isJsonLines } from './media-type.ts'
import { parseCsv } from './parse-csv.ts'
import { parseJson, parseJsonLine } from './parse-json.ts'
import { splitLines } from './split-lines.ts'

/**
 * What an endpoint answered, to be read in the form that suits.
 *
 * @public
 */
export interface Prediction extends Invocation {
  /** The body as UTF-8 text. */
  text(): string
  /** The body as JSON. @throws `prediction-unreadable` */
  json(): unknown
  /** The body as JSON Lines: the value of each line that isn't blank. @throws `prediction-unreadable` */
  jsonLines(): unknown[]
  /**
   * The body as CSV: rows of cells, a header among them as any other row. Cells are as they stand, with
   * quotes taken off; blank lines are left out.
   *
   * @throws `prediction-unreadable` when a quote is never closed
   */
  rows(): string[][]
  /**
   * All numbers of the body in order: the cells of a CSV body without a header, or a JSON number or
   * (nested) array of numbers, also as the `predictions` of an object, or those of each line of JSON Lines.
   *
   * @throws `prediction-unreadable` when something in it is not a number
   */
  numbers(): number[]
}

/** An answer with ways to read it. */
export function createPrediction(invocation: Invocation): Prediction {
  const { bytes, contentType } = invocation
  const text = () => new TextDecoder().decode(bytes)
  const json = () => parseJson(text())
  const jsonLines = () =>
    splitLines(text()).flatMap((line, i) =>
      line.trim() === '' ? [] : [parseJsonLine(line, i + 1)],
    )
  const rows = () => readRows(text())
  return {
    ...invocation,
    text,
    json,
    jsonLines,
    rows,
    numbers() {
      if (isJson(contentType)) return numbersOf(json())
      if (isJsonLines(contentType)) return numbersOf(jsonLines())
      return rows().flat().map(parseNumber)
    },
  }
}

function readRows(text: string): string[][] {
  const rows = parseCsv(text)
  if (rows === undefined) throw unreadable(`has a quote that is never closed: ${excerpt(text)}`)
  return rows
}

function parseNumber(cell: string): number {
  const word = cell.trim()
  if (/^nan$/i.test(word)) return Number.NaN
  const value = Number(word)
  if (word === '' || Number.isNaN(value))
    throw unreadable(`has "${excerpt(cell)}" among its numbers`)
  return value
}

function numbersOf(value: unknown): number[] {
  if (typeof value === 'number') return [value]
  if (Array.isArray(value)) return value.flatMap(numbersOf)
  if (typeof value === 'object' && value !== null && 'predictions' in value) {
    return numbersOf(value.predictions)
  }
  throw unreadable(`has ${excerpt(JSON.stringify(value))} among its numbers`)
}

function unreadable(what: string): ByoError {
  return new ByoError('prediction-unreadable', `The endpoint's answer ${what}.`)
}
