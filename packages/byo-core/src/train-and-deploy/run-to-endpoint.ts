import { createEndpointHandle, type Endpoint } from '../endpoint/endpoint.ts'
import type { Session } from '../session/session.ts'
import type { CompletedTraining } from '../training/training-outcome.ts'
import type { RunOptions } from './run-options.ts'
import { type Run, runOrUndo } from './run-or-undo.ts'

/** What the steps of every run to an endpoint lead to. */
interface EndpointResult {
  readonly arn: string
  readonly training?: Pick<CompletedTraining, 'billableSeconds'>
}

/** Where a run has led. */
export interface RunEnd<Result> {
  readonly endpoint: Endpoint
  readonly session: Session
  readonly result: Result
}

/** Takes the steps, which lead to an endpoint of the run's name, and gives its handle; undoes them after a failure. */
export async function runToEndpoint<Result extends EndpointResult>(
  options: RunOptions,
  steps: (run: Run) => Promise<Result>,
): Promise<RunEnd<Result>> {
  return runOrUndo(options, async (run) => {
    const { session, name, ledger } = run
    const result = await steps(run)
    const endpoint = createEndpointHandle(session, {
      name,
      arn: result.arn,
      ledger,
      remove: (resources, signal) => run.remove(resources, { signal }),
      async dispose(self) {
        try {
          if (!options.keep) await self.delete()
        } finally {
          run.closeOwnSession()
        }
      },
    })
    const { billableSeconds } = result.training ?? {}
    return { value: { endpoint, session, result }, billableSeconds }
  })
}
