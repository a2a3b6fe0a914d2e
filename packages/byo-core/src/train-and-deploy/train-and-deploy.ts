import { removeAll } from '../cleanup/clean-up.ts'
import { undoOnFailure } from '../cleanup/undo-on-failure.ts'
import { createEndpointHandle, type Endpoint } from '../endpoint/endpoint.ts'
import { isByoError } from '../errors.ts'
import { createLedger } from '../ledger.ts'
import { uniqueName } from '../naming/unique-name.ts'
import type { CleanUpReport, Resource } from '../resource.ts'
import { createSession } from '../session/create-session.ts'
import type { Session } from '../session/session.ts'
import type { CompletedTraining } from '../training/training-outcome.ts'
import { type StepEvent, stepRunner } from './events.ts'
import { checkOptions, type TrainAndDeployOptions } from './options.ts'
import { ownContents, type Run, runSteps } from './steps.ts'

/**
 * An endpoint in service, and how it came about.
 *
 * @public
 */
export interface TrainedEndpoint extends Endpoint {
  /** The session that all was made with: the one given, or its own. */
  readonly session: Session
  /** The training job that the model comes from. */
  readonly training: CompletedTraining
  /** The address of the image that trained and serves. */
  readonly imageUri: string
}

/**
 * Takes a program and data to a working endpoint: image to ECR, data to S3, training job, model, endpoint.
 * After a failure or an abort all that was made is removed again and the training job is stopped (its
 * record and its log stay, to tell what happened); the error's `cleanUp` tells what went and what didn't.
 *
 * @throws `training-failed`, `endpoint-failed`, `program-not-found`, `data-not-found`, `role-missing`,
 * `aborted` and whatever else the steps throw
 * @public
 * @example
 * ```ts
 * import { consoleProgress, trainAndDeploy } from '@byo/core'
 *
 * await using endpoint = await trainAndDeploy({
 *   program: 'dist/container.mjs',
 *   trainingData: { train: 'iris.csv' },
 *   hyperparameters: { target: 'Sepal.Length', degree: 2 },
 *   onEvent: consoleProgress(),
 * })
 * const prediction = await endpoint.predict('3.5,1.4,0.2,setosa\n')
 * console.log(prediction.numbers())
 * ```
 */
export async function trainAndDeploy(options: TrainAndDeployOptions): Promise<TrainedEndpoint> {
  await checkOptions(options)
  const session = options.session ?? (await createSession(options))
  const closeOwnSession = () => {
    if (options.session === undefined) session.close()
  }
  const run: Run = {
    session,
    ledger: createLedger(),
    name: uniqueName(options.name ?? 'byo', session.runtime),
    step: stepRunner(options.onEvent, session.runtime.now),
    contents: ownContents,
  }
  const keep = options.keep ?? false
  const remove = remover(session, options.onEvent)
  const start = session.runtime.now()
  const seconds = () => (session.runtime.now() - start) / 1000

  try {
    return await undoOnFailure(
      run.ledger,
      ({ resources }) =>
        keep ? { removed: [], leftovers: [] } : remove(resources, { keepTrainingJobs: true }),
      async () => {
        const { arn, imageUri, training } = await runSteps(run, options)
        const endpoint = createEndpointHandle(session, {
          name: run.name,
          arn,
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
          run: run.name,
          seconds: seconds(),
          billableSeconds: training.billableSeconds,
          resources: [...run.ledger.resources],
        })
        return { ...endpoint, session, training, imageUri }
      },
    )
  } catch (error) {
    closeOwnSession()
    const leftovers = isByoError(error) ? (error.cleanUp?.leftovers ?? []) : []
    tellSafely(options.onEvent)({
      type: 'run-failed',
      run: run.name,
      seconds: seconds(),
      error,
      resources: keep ? [...run.ledger.resources] : leftovers.map(({ resource }) => resource),
    })
    throw error
  }
}

/** A listener that throws can stop a run, but not its clean-up. */
function tellSafely(onEvent: TrainAndDeployOptions['onEvent']): (event: StepEvent) => void {
  return (event) => {
    try {
      onEvent?.(event)
    } catch {
      // What is left behind costs money; what isn't shown doesn't.
    }
  }
}

/** Removal as a step with events. */
function remover(session: Session, onEvent: TrainAndDeployOptions['onEvent']) {
  const step = stepRunner(tellSafely(onEvent), session.runtime.now)
  return (
    resources: readonly Resource[],
    options: Parameters<typeof removeAll>[2],
  ): Promise<CleanUpReport> =>
    step('clean-up', (tell) => removeAll(session, resources, { ...options, onStatus: tell.status }))
}
