import { causesOf, describeError } from './describe-error.ts'
import type { Host } from './host.ts'

/** Prints one sentence on stderr that says why the program ends; the stack follows if DEBUG is set. */
export function reportError(host: Host, error: unknown): void {
  host.stderr(`error: ${describeError(error)}\n`)
  if (!host.env.DEBUG) return
  for (const cause of [error, ...causesOf(error)]) {
    if (cause instanceof Error) host.stderr(`${cause.stack ?? cause.message}\n`)
  }
}
