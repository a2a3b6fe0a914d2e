import { describe, MarsError } from '../errors.ts'
import type { AbortSignalLike } from './mars-options.ts'

/** What a number may be. */
interface NumberRange {
  readonly least?: number
  readonly most?: number
  readonly below?: number
  readonly whole?: boolean
}

/** A number within its range, or the default where none is given. */
export function numberOf(
  name: string,
  value: unknown,
  byDefault: number,
  range: NumberRange,
): number {
  if (value === undefined) return byDefault
  const fits =
    typeof value === 'number' &&
    Number.isFinite(value) &&
    value >= (range.least ?? -Number.MAX_VALUE) &&
    value <= (range.most ?? Number.MAX_VALUE) &&
    value < (range.below ?? Number.POSITIVE_INFINITY) &&
    (!range.whole || Number.isSafeInteger(value))
  if (fits) return value
  throw invalid(name, value, `it has to be ${rangeInWords(range)}`)
}

/** A boolean, or the default where none is given. */
export function booleanOf(name: string, value: unknown, byDefault: boolean): boolean {
  if (value === undefined) return byDefault
  if (typeof value === 'boolean') return value
  throw invalid(name, value, 'it has to be true or false')
}

/** One of the choices, the first where none is given. */
export function oneOf<Choice extends string>(
  name: string,
  value: unknown,
  choices: readonly [Choice, ...(readonly Choice[])],
): Choice {
  if (value === undefined) return choices[0]
  const choice = choices.find((candidate) => candidate === value)
  if (choice !== undefined) return choice
  throw invalid(name, value, `it can be ${choices.map((each) => `'${each}'`).join(' or ')}`)
}

/** A list of names, empty where none is given. */
export function namesOf(name: string, value: unknown): readonly string[] {
  if (value === undefined) return []
  if (Array.isArray(value) && value.every((each) => typeof each === 'string')) return [...value]
  throw invalid(name, value, 'it has to be an array of column names')
}

/** Numbers, or the name of a column that holds them; null where nothing is given. */
export function weightsOf(value: unknown): string | ArrayLike<number> | null {
  if (value === undefined) return null
  if (typeof value === 'string') return value
  const numbers: unknown = ArrayBuffer.isView(value) ? Array.from(value as Float64Array) : value
  if (Array.isArray(numbers) && numbers.every((each) => typeof each === 'number')) return numbers
  throw invalid('weights', value, 'it has to be an array of numbers or the name of a column')
}

/** Numbers, or null where none are given. */
export function numbersOf(name: string, value: unknown): readonly number[] | null {
  if (value === undefined) return null
  if (Array.isArray(value) && value.every((each) => typeof each === 'number')) return [...value]
  throw invalid(name, value, 'it has to be an array of numbers')
}

/** A function, or null where none is given. */
export function optionalFunction<Given extends (...args: never) => unknown>(
  name: string,
  value: Given | undefined,
): Given | null {
  if (value === undefined) return null
  if (typeof value === 'function') return value
  throw invalid(name, value, 'it has to be a function')
}

/** A function, or one that does nothing where none is given. */
export function functionOf<Argument>(
  name: string,
  value: ((argument: Argument) => void) | undefined,
): (argument: Argument) => void {
  if (value === undefined) return () => {}
  if (typeof value === 'function') return value
  throw invalid(name, value, 'it has to be a function')
}

/** A signal, or one that never fires where none is given. */
export function signalOf(value: AbortSignalLike | undefined): AbortSignalLike {
  if (value === undefined) return { aborted: false }
  if (typeof value === 'object' && value !== null && typeof value.aborted === 'boolean') {
    return value
  }
  throw invalid('signal', value, 'it has to be an AbortSignal')
}

/** The range in words. */
function rangeInWords(range: NumberRange): string {
  const words = [range.whole ? 'a whole number' : 'a number']
  if (range.least !== undefined) words.push(`of at least ${range.least}`)
  if (range.most !== undefined) words.push(`up to ${range.most}`)
  if (range.below !== undefined) words.push(`below ${range.below}`)
  return words.join(' ')
}

/** The error for a value that an option cannot have. */
function invalid(name: string, value: unknown, advice: string): MarsError {
  return new MarsError('invalid-option', `Option ${name} is ${describe(value)}: ${advice}.`)
}
