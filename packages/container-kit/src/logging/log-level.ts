import type { LogLevel } from './log.ts'

/**
 * Reads a log level: a number as Python's logging counts (10 debug, 20 info, 30 warn, 40 and 50 error) or a name.
 * Nothing means info; undefined comes of what is no level.
 */
export function parseLogLevel(value: string | undefined): LogLevel | undefined {
  if (value === undefined || value.trim() === '') return 'info'
  const number = Number(value)
  return Number.isNaN(number) ? levelNames.get(value.trim().toLowerCase()) : levelOfNumber(number)
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
