import type { Ledger } from '../ledger.ts'
import type { CleanUpReport, Resource } from '../resource.ts'
import { CleanUpError } from './clean-up-error.ts'

/** Removes resources and strikes those that are gone out of the ledgers; throws when some stay. */
export async function removeListed(
  ledgers: readonly Ledger[],
  resources: readonly Resource[],
  remove: (resources: readonly Resource[]) => Promise<CleanUpReport>,
): Promise<CleanUpReport> {
  const report = await remove(resources)
  for (const resource of report.removed) {
    for (const ledger of ledgers) ledger.remove(resource)
  }
  if (report.leftovers.length > 0) throw new CleanUpError(report)
  return report
}
