import { createEndpointHandle, type Endpoint } from '../endpoint/endpoint.ts'
import type { Session } from '../session/session.ts'
import type { CompletedTraining } from '../training/training-outcome.ts'
import { performRun, type Run } from './perform-run.ts'
import type { EndpointRunOptions } from './run-options.ts'

/** What the steps of every run lead to. */
interface RunResult {
  readonly arn: string
  readonly training?: Pick<CompletedTraining, 'billableSeconds'>
}

/** Where a run has led. */
export interface RunEnd<Result> {
  readonly endpoint: Endpoint
  readonly session: Session
  readonly result: Result
}

/** Takes the steps, which lead to an endpoint of the run's name, and gives its handle. */
export async function runToEndpoint<Result extends RunResult>(
  options: EndpointRunOptions,
  steps: (run: Run) => Promise<Result>,
): Promise<RunEnd<Result>> {
  return performRun(options, async (run, { remove, closeOwnSession }) => {
    const { session, ledger, name } = run
    const result = await steps(run)
    const endpoint = createEndpointHandle(session, {
      name,
      arn: result.arn,
      ledger,
      remove,
      async dispose(self) {
        try {
          if (!options.keep) await self.delete()
        } finally {
          closeOwnSession()
        }
      },
    })
    const billableSeconds = result.training?.billableSeconds
    return { result: { endpoint, session, result }, billableSeconds }
  })
}
