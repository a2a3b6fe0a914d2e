import { isByoError } from '../errors.ts'
import type { Ledger } from '../ledger.ts'
import type { CleanUpReport } from '../resource.ts'
import { CleanUpError, leftoverSentence } from './clean-up-error.ts'

/**
 * Does the work; when it fails, removes what the ledger has by then, tells of that in the error's `cleanUp`,
 * and of what stayed also in its message. The error remains the one that happened; only one that isn't of
 * this package, and that couldn't tell of what stayed, becomes the cause of a CleanUpError.
 */
export async function undoOnFailure<T>(
  ledger: Ledger,
  remove: (ledger: Ledger) => CleanUpReport | Promise<CleanUpReport>,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (ledger.resources.length === 0) throw error
    const report = await remove(ledger)
    const isComplete = report.leftovers.length === 0
    if (isByoError(error)) {
      error.cleanUp = report
      if (!isComplete) error.message += ` ${leftoverSentence(report.leftovers)}`
    }
    throw isComplete || isByoError(error) ? error : new CleanUpError(report, { cause: error })
  }
}
