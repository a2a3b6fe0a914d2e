import { MarsError } from '../errors.ts'
import type { AbortSignalLike } from './mars-options.ts'

/** Ends the fit, or other work, where its signal has been aborted. */
export function throwIfAborted(signal: AbortSignalLike, work = 'fit'): void {
  if (signal.aborted) throw abortError(signal, work)
}

/** The error for work that its signal has ended. */
export function abortError(signal: AbortSignalLike, work: string): MarsError {
  return new MarsError('aborted', `The ${work} was aborted by its signal.`, {
    cause: signal.reason,
  })
}
