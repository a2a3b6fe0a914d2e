import { environmentVariables } from '../contract/environment.ts'
import { ContainerError } from '../errors.ts'
import type { LogLevel } from './log.ts'

/**
 * Reads SAGEMAKER_CONTAINER_LOG_LEVEL: a number as Python's logging counts (10 debug, 20 info, 30 warn, 40 and 50
 * error) or a name. Nothing means info.
 */
export function parseLogLevel(value: string | undefined): LogLevel {
  if (value === undefined || value.trim() === '') return 'info'
  const number = Number(value)
  if (!Number.isNaN(number)) return levelOfNumber(number)
  const level = levelNames.get(value.trim().toLowerCase())
  if (level !== undefined) return level
  throw new ContainerError(
    'environment',
    `${environmentVariables.logLevel} is ${JSON.stringify(value)}: use debug, info, warn, error or a number ` +
      'from 10 (debug) to 50 (critical).',
  )
}

function levelOfNumber(number: number): LogLevel {
  if (number <= 10) return 'debug'
  if (number <= 20) return 'info'
  if (number <= 30) return 'warn'
  return number <= 50 ? 'error' : 'silent'
}

const levelNames: ReadonlyMap<string, LogLevel> = new Map([
  ['debug', 'debug'],
  ['info', 'info'],
  ['warn', 'warn'],
  ['warning', 'warn'],
  ['error', 'error'],
  ['critical', 'error'],
])
