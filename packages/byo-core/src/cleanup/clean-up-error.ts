import { ByoError } from '../errors.ts'
import type { CleanUpReport, Leftover } from '../resource.ts'

/**
 * Resources stayed behind: `leftovers` says which, and why.
 *
 * @public
 */
export class CleanUpError extends ByoError {
  /** Always `CleanUpError`. */
  override readonly name = 'CleanUpError'
  /** What is still there, each with the reason; never empty. */
  readonly leftovers: readonly Leftover[]

  constructor(report: CleanUpReport, options?: { readonly cause?: unknown }) {
    super('clean-up-incomplete', leftoverSentence(report.leftovers), options)
    this.leftovers = report.leftovers
    this.cleanUp = report
  }
}

/** The sentence that tells what stayed behind, with ARNs. */
export function leftoverSentence(leftovers: readonly Leftover[]): string {
  const list = leftovers.map(({ resource, reason }) => `${resource.arn} (${reason})`)
  return `These could not be removed: ${list.join('; ')}. Remove them by hand, or call cleanUp again with them.`
}
