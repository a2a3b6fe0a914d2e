import { AwsError } from '../errors.ts'
import type { RequestLogEntry } from '../gateway/request-log.ts'

/** One line for each request or, unless everything is wanted, for those that went wrong through the server. */
export function formatRequest(entry: RequestLogEntry, verbose: boolean): string | undefined {
  const failure = formatFailure(entry)
  if (!verbose && !isServersFault(entry)) return undefined
  const { service, operation, path, status, milliseconds } = entry
  const where = path === '/' || operation.endsWith(path) ? '' : ` ${path}`
  const ordered = entry.fault === undefined ? '' : ', as ordered'
  return `${service} ${operation}${where} ${status} ${milliseconds} ms${ordered}${failure === '' ? '' : `: ${failure}`}\n`
}

function formatFailure({ failure }: RequestLogEntry): string {
  if (failure === undefined) return ''
  if (failure instanceof AwsError) return `${failure.code}: ${failure.message}`
  return failure instanceof Error ? (failure.stack ?? failure.message) : String(failure)
}

/** A failure of the server itself, or something that it lacks. */
function isServersFault({ failure }: RequestLogEntry): boolean {
  if (failure === undefined) return false
  return !(failure instanceof AwsError) || missing.has(failure.code)
}

const missing: ReadonlySet<string> = new Set([
  'UnknownOperationException',
  'NotImplemented',
  'InvalidAction',
])
