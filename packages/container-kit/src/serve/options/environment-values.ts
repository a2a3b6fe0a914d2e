import { ContainerError } from '../../errors.ts'
import type { Host } from '../../lifecycle/host.ts'

/** The platform writes `true`, users also `True`. */
export function isTrue(text: string | undefined): boolean {
  return text?.toLowerCase() === 'true'
}

/**
 * Reads a variable that is true or false, undefined if it is not set.
 *
 * @throws ContainerError with code `environment` for any other value.
 */
export function trueOrFalse(env: Host['env'], name: string): boolean | undefined {
  const text = env[name]?.toLowerCase()
  if (text === undefined || text === '') return undefined
  if (text === 'true' || text === 'false') return text === 'true'
  throw new ContainerError(
    'environment',
    `${name} is ${JSON.stringify(env[name])}: expected true or false.`,
  )
}

/**
 * Reads a variable that is a whole number, undefined if it is not set.
 *
 * @throws ContainerError with code `environment` that says what is expected.
 */
export function wholeNumber(
  env: Host['env'],
  name: string,
  expected: string,
  max: number = Number.MAX_SAFE_INTEGER,
  min: number = 0,
): number | undefined {
  const text = env[name]
  if (text === undefined || text === '') return undefined
  const value = Number(text)
  if (/^\d+$/.test(text) && value >= min && value <= max) return value
  throw new ContainerError(
    'environment',
    `${name} is ${JSON.stringify(text)}: expected ${expected}.`,
  )
}
