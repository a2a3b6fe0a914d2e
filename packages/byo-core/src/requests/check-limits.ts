import { ByoError } from '../errors.ts'
import { excerpt } from '../wording/excerpt.ts'

/** From where to where something may go, both included. */
export interface Limits {
  /** @defaultValue 0 */
  readonly min?: number
  readonly max: number
}

/** What a text has to be like. */
export interface TextLimits extends Limits {
  readonly pattern?: RegExp
  /** What the pattern wants, for the message. */
  readonly wanted?: string
}

/** Throws unless the option is left out or a whole number within the limits. */
export function checkNumber(option: string, value: number | undefined, limits: Limits): void {
  if (value === undefined) return
  if (Number.isInteger(value) && isWithin(value, limits)) return
  throw invalid(`${option} is ${value}; SageMaker takes whole numbers ${rangeOf(limits)}.`)
}

/** Throws unless there are so many; `things` is their plural. */
export function checkCount(things: string, count: number, limits: Limits): void {
  if (isWithin(count, limits)) return
  const are = count === 1 ? 'There is 1 of the' : `There are ${count}`
  throw invalid(`${are} ${things}; SageMaker takes ${rangeOf(limits)}.`)
}

/** Throws unless the text is left out, or is so long and has its form. */
export function checkText(what: string, text: string | undefined, limits: TextLimits): void {
  if (text === undefined) return
  if (!isWithin(text.length, limits)) {
    throw invalid(
      `${what} "${excerpt(text)}" has ${text.length} characters; SageMaker takes ${rangeOf(limits)}.`,
    )
  }
  if (limits.pattern !== undefined && !limits.pattern.test(text)) {
    throw invalid(`${what} "${excerpt(text)}" is not legal: use ${limits.wanted}.`)
  }
}

/** Throws unless the option is left out or one of those that there are. */
export function checkChoice(
  option: string,
  value: string | undefined,
  choices: readonly string[],
): void {
  if (value === undefined || choices.includes(value)) return
  throw invalid(`${option} is "${value}"; SageMaker takes ${choices.join(', ')}.`)
}

function isWithin(value: number, { min = 0, max }: Limits): boolean {
  return value >= min && value <= max
}

function rangeOf({ min = 0, max }: Limits): string {
  if (max === Number.POSITIVE_INFINITY) return `from ${min}`
  return min === 0 ? `at most ${max}` : `${min} to ${max}`
}

function invalid(message: string): ByoError {
  return new ByoError('invalid-option', message)
}
