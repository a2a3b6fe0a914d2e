import { ByoError } from '../errors.ts'

/** Throws when the signal has aborted; `subject` says what was given up. */
export function throwIfAborted(signal: AbortSignal | undefined, subject: string): void {
  if (signal?.aborted) throw aborted(signal, subject)
}

/** The error of an abort, with the signal's reason as its cause. */
export function aborted(signal: AbortSignal | undefined, subject: string): ByoError {
  return new ByoError('aborted', `Aborted: ${subject} was given up.`, { cause: signal?.reason })
}
