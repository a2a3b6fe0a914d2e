import { ByoError } from '../errors.ts'

/**
 * What a hyperparameter may be. SageMaker knows strings only: numbers and booleans are written as
 * such, arrays and objects as JSON, and what is undefined is left out.
 *
 * @public
 */
export type HyperparameterValue =
  | string
  | number
  | boolean
  | null
  | readonly unknown[]
  | { readonly [key: string]: unknown }
  | undefined

/** Limits of CreateTrainingJob. Source: AWS's API model. */
const maxCount = 100
const maxKeyLength = 256
const maxValueLength = 2500

/** The hyperparameters as SageMaker takes them; an `invalid-option` error when it wouldn't. */
export function formatHyperparameters(values: object): Record<string, string> {
  const named: [string, HyperparameterValue][] = Object.entries(values)
  const entries = named.flatMap(([name, value]) =>
    value === undefined ? [] : [[name, formatValue(name, value)] as const],
  )
  if (entries.length > maxCount) {
    throw invalid(
      `There are ${entries.length} hyperparameters; SageMaker takes at most ${maxCount}.`,
    )
  }
  for (const [name, text] of entries) {
    if (name.length === 0 || name.length > maxKeyLength) {
      throw invalid(
        `The hyperparameter name "${name}" has ${name.length} characters; SageMaker takes 1 to ${maxKeyLength}.`,
      )
    }
    if (text.length > maxValueLength) {
      throw invalid(
        `The hyperparameter "${name}" has ${text.length} characters; SageMaker takes at most ${maxValueLength}. Send large values as a channel.`,
      )
    }
  }
  return Object.fromEntries(entries)
}

function formatValue(name: string, value: Exclude<HyperparameterValue, undefined>): string {
  if (typeof value === 'string') return value
  if (typeof value === 'number' && !Number.isFinite(value)) {
    throw invalid(`The hyperparameter "${name}" is ${value}, which is not a number to train with.`)
  }
  const text = toJson(value)
  if (text !== undefined) return text
  throw invalid(
    `The hyperparameter "${name}" can't be written as JSON (it is or holds a function, a bigint or itself): give text, numbers, booleans, or lists and objects of them.`,
  )
}

function toJson(value: unknown): string | undefined {
  try {
    return JSON.stringify(value)
  } catch {
    return undefined
  }
}

function invalid(message: string): ByoError {
  return new ByoError('invalid-option', message)
}
