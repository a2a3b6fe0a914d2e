import { readFileSync } from 'node:fs'
import { ContainerError } from '../errors.ts'
import { describeError } from '../lifecycle/describe-error.ts'

/**
 * Reads a JSON object from `input/config`. A file that is not there, as when a program runs on a laptop, is
 * undefined.
 */
export function readConfig(path: string): Readonly<Record<string, unknown>> | undefined {
  const text = readConfigText(path)
  if (text === undefined) return undefined
  const value = parse(path, text)
  if (isObject(value)) return value
  throw new ContainerError(
    'config-file',
    `${path} holds ${kindOf(value)} where an object is expected.`,
  )
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Reads a file of `input/config` as text, undefined if there is none. */
export function readConfigText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return undefined
    throw new ContainerError('config-file', `${path} cannot be read. ${describeError(cause)}`, {
      cause,
    })
  }
}

function parse(path: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new ContainerError('config-file', `${path} is not JSON: ${describeError(cause)}.`, {
      cause,
    })
  }
}

function kindOf(value: unknown): string {
  if (value === null) return 'null'
  return Array.isArray(value) ? 'an array' : `a ${typeof value}`
}
