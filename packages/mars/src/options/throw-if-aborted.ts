import { MarsError } from '../errors.ts'
import type { AbortSignalLike } from './mars-options.ts'

/** Ends the fit where its signal has been aborted. */
export function throwIfAborted(signal: AbortSignalLike): void {
  if (!signal.aborted) return
  throw new MarsError('aborted', 'The fit was aborted by its signal.', { cause: signal.reason })
}
