import { removeAll } from '../cleanup/clean-up.ts'
import { undoOnFailure } from '../cleanup/undo-on-failure.ts'
import { createEndpointHandle, type Endpoint } from '../endpoint/endpoint.ts'
import { createLedger, type Ledger } from '../ledger.ts'
import { uniqueName } from '../naming/unique-name.ts'
import type { CleanUpReport, Resource } from '../resource.ts'
import { createSession } from '../session/create-session.ts'
import type { Session } from '../session/session.ts'
import { type RunStep, type StepEvent, stepRunner } from './events.ts'
import type { EndpointRunOptions } from './run-options.ts'

/** One run, which leads to an endpoint or leaves nothing. */
export interface Run {
  readonly session: Session
  readonly ledger: Ledger
  /** Of all that the run makes in SageMaker, and of its folder in the bucket. */
  readonly name: string
  readonly step: RunStep
}

/** Where a run has led. */
export interface RunEnd<Result> {
  readonly endpoint: Endpoint
  readonly session: Session
  readonly result: Result
}

/**
 * Takes the steps, which lead to an endpoint of the run's name, and gives its handle. After a failure or an
 * abort all that the ledger has is removed again, unless it's to be kept.
 */
export async function runToEndpoint<Result extends { readonly arn: string }>(
  options: EndpointRunOptions,
  steps: (run: Run) => Promise<Result>,
): Promise<RunEnd<Result>> {
  const session = options.session ?? (await createSession(options))
  const closeOwnSession = () => {
    if (options.session === undefined) session.close()
  }
  const run: Run = {
    session,
    ledger: createLedger(),
    name: uniqueName(options.name ?? 'byo', session.runtime),
    step: stepRunner(options.onEvent, session.runtime.now),
  }
  const keep = options.keep ?? false
  const remove = remover(session, options.onEvent)

  try {
    return await undoOnFailure(
      run.ledger,
      ({ resources }) =>
        keep ? { removed: [], leftovers: [] } : remove(resources, { keepTrainingJobs: true }),
      async () => {
        const result = await steps(run)
        const endpoint = createEndpointHandle(session, {
          name: run.name,
          arn: result.arn,
          ledger: run.ledger,
          remove: (resources, signal) => remove(resources, { signal }),
          async dispose(self) {
            try {
              if (!keep) await self.delete()
            } finally {
              closeOwnSession()
            }
          },
        })
        return { endpoint, session, result }
      },
    )
  } catch (error) {
    closeOwnSession()
    throw error
  }
}

/** Removal as a step with events. A listener that throws can stop a run, but not its clean-up. */
function remover(session: Session, onEvent: ((event: StepEvent) => void) | undefined) {
  const step = stepRunner((event) => {
    try {
      onEvent?.(event)
    } catch {
      // What is left behind costs money; what isn't shown doesn't.
    }
  }, session.runtime.now)
  return (
    resources: readonly Resource[],
    options: Parameters<typeof removeAll>[2],
  ): Promise<CleanUpReport> =>
    step('clean-up', (status) => removeAll(session, resources, { ...options, onStatus: status }))
}
