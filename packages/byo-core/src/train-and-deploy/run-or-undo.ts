import { removeAll } from '../cleanup/clean-up.ts'
import { undoOnFailure } from '../cleanup/undo-on-failure.ts'
import { isByoError } from '../errors.ts'
import { createLedger, type Ledger } from '../ledger.ts'
import { uniqueName } from '../naming/unique-name.ts'
import type { CleanUpReport, Resource } from '../resource.ts'
import { createSession } from '../session/create-session.ts'
import type { Session } from '../session/session.ts'
import { type Contents, ownContents } from './contents.ts'
import { type RunStep, type StepEvent, stepRunner } from './events.ts'
import type { RunOptions } from './run-options.ts'
import { runTags } from './run-tags.ts'

/** One run, which leads to its end or leaves nothing. */
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

/** A run, and what its end needs besides. */
export interface RunUnderWay extends Run {
  /** Removes resources, as a step with events. */
  remove(
    resources: readonly Resource[],
    options: Parameters<typeof removeAll>[2],
  ): Promise<CleanUpReport>
  /** Closes the session, unless it is the caller's. */
  closeOwnSession(): void
}

/** What a run has led to, and what it costs. */
export interface RunResult<Value> {
  readonly value: Value
  /** Seconds of training that are paid for. */
  readonly billableSeconds: number | undefined
}

/**
 * Does the work of a run, with the events of its end. After a failure or an abort all that the ledger has is removed
 * again, unless it's to be kept.
 */
export async function runOrUndo<Value>(
  options: RunOptions,
  work: (run: RunUnderWay) => Promise<RunResult<Value>>,
): Promise<Value> {
  const session = options.session ?? (await createSession(options))
  const closeOwnSession = () => {
    if (options.session === undefined) session.close()
  }
  const name = uniqueName(options.name ?? 'byo', session.runtime)
  const run: RunUnderWay = {
    session,
    ledger: createLedger(),
    name,
    tags: runTags(options.tags, name),
    step: stepRunner(options.onEvent, session.runtime.now),
    contents: ownContents,
    remove: remover(session, options.onEvent),
    closeOwnSession,
  }
  const keep = options.keep ?? false
  const start = session.runtime.now()
  const seconds = () => (session.runtime.now() - start) / 1000

  try {
    return await undoOnFailure(
      run.ledger,
      ({ resources }) =>
        keep ? { removed: [], leftovers: [] } : run.remove(resources, { keepTrainingJobs: true }),
      async () => {
        const { value, billableSeconds } = await work(run)
        options.onEvent?.({
          type: 'run-ended',
          run: name,
          seconds: seconds(),
          billableSeconds,
          resources: [...run.ledger.resources],
        })
        return value
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
function tellSafely(onEvent: RunOptions['onEvent']): (event: StepEvent) => void {
  return (event) => {
    try {
      onEvent?.(event)
    } catch {
      // What is left behind costs money; what isn't shown doesn't.
    }
  }
}

/** Removal as a step with events. */
function remover(session: Session, onEvent: RunOptions['onEvent']) {
  const step = stepRunner(tellSafely(onEvent), session.runtime.now)
  return (
    resources: readonly Resource[],
    options: Parameters<typeof removeAll>[2],
  ): Promise<CleanUpReport> =>
    step('clean-up', (tell) => removeAll(session, resources, { ...options, onStatus: tell.status }))
}
