import { ByoError } from '../errors.ts'
import { isJson } from './encode-body.ts'

/**
 * What an endpoint answered, to be read in the form that suits.
 *
 * @public
 */
export interface Prediction {
  /** The answer's MIME type, such as `text/csv` or `application/json`. */
  readonly contentType: string
  /** The body as it came. */
  readonly bytes: Uint8Array
  /** The body as UTF-8 text. */
  text(): string
  /** The body as JSON. @throws `prediction-unreadable` */
  json(): unknown
  /**
   * The body as lines of cells, where the content type is not JSON: split at line ends and commas.
   * Meant for numbers and plain words; quoted cells keep their quotes.
   */
  rows(): string[][]
  /**
   * All numbers of the body in order: the cells of a CSV body without a header, or a JSON number or
   * (nested) array of numbers, also as the `predictions` of an object.
   *
   * @throws `prediction-unreadable` when something in it is not a number
   */
  numbers(): number[]
}

/** Wraps an answer's body. */
export function createPrediction(bytes: Uint8Array, contentType: string): Prediction {
  const text = () => new TextDecoder().decode(bytes)
  const json = () => parseJson(text())
  const rows = () => splitRows(text())
  return {
    contentType,
    bytes,
    text,
    json,
    rows,
    numbers: () => (isJson(contentType) ? numbersOf(json()) : rows().flat().map(parseNumber)),
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw unreadable(`is not JSON: ${excerpt(text)}`, cause)
  }
}

function splitRows(text: string): string[][] {
  return text
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '')
    .map((line) => line.split(',').map((cell) => cell.trim()))
}

function parseNumber(cell: string): number {
  if (/^nan$/i.test(cell)) return Number.NaN
  const value = Number(cell)
  if (cell === '' || Number.isNaN(value))
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

function unreadable(what: string, cause?: unknown): ByoError {
  return new ByoError('prediction-unreadable', `The endpoint's answer ${what}.`, { cause })
}

function excerpt(text: string): string {
  return text.length > 100 ? `${text.slice(0, 100)}…` : text
}
