import { isByoError, leftoverSentence } from '../errors.ts'
import type { Ledger } from '../ledger.ts'
import type { CleanUpReport } from '../resource.ts'

/**
 * Does the work; when it fails, removes what the ledger has by then, tells of that in the error's `cleanUp`,
 * and of what stayed also in its message. The error itself remains the one that happened.
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
    if (isByoError(error)) error.cleanUp = report
    if (error instanceof Error && report.leftovers.length > 0) {
      error.message += ` ${leftoverSentence(report.leftovers)}`
    }
    throw error
  }
}
