import { removeAll } from '../cleanup/clean-up.ts'
import { undoOnFailure } from '../cleanup/undo-on-failure.ts'
import { createEndpointHandle, type Endpoint } from '../endpoint/endpoint.ts'
import { isByoError } from '../errors.ts'
import { createLedger, type Ledger } from '../ledger.ts'
import { uniqueName } from '../naming/unique-name.ts'
import type { CleanUpReport, Resource } from '../resource.ts'
import { createSession } from '../session/create-session.ts'
import type { Session } from '../session/session.ts'
import type { CompletedTraining } from '../training/training-outcome.ts'
import { type Contents, ownContents } from './contents.ts'
import { type RunStep, type StepEvent, stepRunner } from './events.ts'
import type { EndpointRunOptions } from './run-options.ts'
import { runTags } from './run-tags.ts'

/** One run, which leads to an endpoint or leaves nothing. */
export interface Run {
  readonly session: Session
  readonly ledger: Ledger
  /** Of all that the run makes in SageMaker, and of its folder in the bucket. */
  readonly name: string
  /** The caller's tags, and those by which all that the run has made can be found. */
  readonly tags: Readonly<Record<string, string>>
  readonly step: RunStep
  readonly contents: Contents
}

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

/**
 * Takes the steps, which lead to an endpoint of the run's name, and gives its handle. After a failure or an
 * abort all that the ledger has is removed again, unless it's to be kept.
 */
export async function runToEndpoint<Result extends RunResult>(
  options: EndpointRunOptions,
  steps: (run: Run) => Promise<Result>,
): Promise<RunEnd<Result>> {
  const session = options.session ?? (await createSession(options))
  const closeOwnSession = () => {
    if (options.session === undefined) session.close()
  }
  const name = uniqueName(options.name ?? 'byo', session.runtime)
  const run: Run = {
    session,
    ledger: createLedger(),
    name,
    tags: runTags(options.tags, name),
    step: stepRunner(options.onEvent, session.runtime.now),
    contents: ownContents,
  }
  const keep = options.keep ?? false
  const start = session.runtime.now()
  const seconds = () => (session.runtime.now() - start) / 1000
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
        options.onEvent?.({
          type: 'run-ended',
          run: name,
          seconds: seconds(),
          billableSeconds: result.training?.billableSeconds,
          resources: [...run.ledger.resources],
        })
        return { endpoint, session, result }
      },
    )
  } catch (error) {
    closeOwnSession()
    const leftovers = isByoError(error) ? (error.cleanUp?.leftovers ?? []) : []
    tellSafely(options.onEvent)({
      type: 'run-failed',
      run: name,
      seconds: seconds(),
      error,
      resources: keep ? [...run.ledger.resources] : leftovers.map(({ resource }) => resource),
    })
    throw error
  }
}

/** A listener that throws can stop a run, but not its clean-up. */
function tellSafely(onEvent: EndpointRunOptions['onEvent']): (event: StepEvent) => void {
  return (event) => {
    try {
      onEvent?.(event)
    } catch {
      // What is left behind costs money; what isn't shown doesn't.
    }
  }
}

/** Removal as a step with events. */
function remover(session: Session, onEvent: EndpointRunOptions['onEvent']) {
  const step = stepRunner(tellSafely(onEvent), session.runtime.now)
  return (
    resources: readonly Resource[],
    options: Parameters<typeof removeAll>[2],
  ): Promise<CleanUpReport> =>
    step('clean-up', (tell) => removeAll(session, resources, { ...options, onStatus: tell.status }))
}
