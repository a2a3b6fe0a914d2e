import { describeError } from './describe-error.ts'
import type { Host } from './host.ts'

/** Prints one sentence on stderr that says why the program ends; the stack follows if DEBUG is set. */
export function reportError(host: Host, error: unknown): void {
  host.stderr(`error: ${describeError(error)}\n`)
  if (!host.env.DEBUG) return
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    host.stderr(`${cause.stack ?? cause.message}\n`)
  }
}
