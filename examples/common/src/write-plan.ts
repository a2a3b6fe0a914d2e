import { formatPlan, type PlannedRequest } from '@byo/core'
import type { Steps } from './steps.ts'

/** Prints the requests of a dry run. */
export function writePlan(requests: readonly PlannedRequest[], { write }: Steps): void {
  write(`\n${formatPlan(requests)}\nThat is what it would send; none of it was sent.\n`)
}
