import type { StandardSchemaV1 } from '@standard-schema/spec'
import type { Endpoint } from '../endpoint/endpoint.ts'
import { maxTuningNameLength } from '../naming/check-name.ts'
import type { CleanUpReport, Resource } from '../resource.ts'
import type { Session } from '../session/session.ts'
import { performRun } from '../train-and-deploy/perform-run.ts'
import type { AnyHyperparameters } from '../training/training-options.ts'
import type { BestTrial } from '../tuning/best-trial.ts'
import type { TuningRanges } from '../tuning/ranges.ts'
import type { Trial } from '../tuning/trial.ts'
import type { CompletedTuning } from '../tuning/tuning-outcome.ts'
import { checkOptions, type DeployBestOptions, type TuneOptions } from './options.ts'
import { runSteps } from './steps.ts'
import { createTunedHandle } from './tuned-handle.ts'

/**
 * The best of many models, and how it was found. Leaving an `await using` block closes the session if it is an own
 * one; all that was made stays.
 *
 * @public
 */
export interface TunedModel<Ranges extends TuningRanges = TuningRanges> extends AsyncDisposable {
  /** What the tuning job is called. */
  readonly name: string
  /** The session that all was made with: the one given, or its own. */
  readonly session: Session
  /** The address of the image that trained. */
  readonly imageUri: string
  /** The best trial and its model. */
  readonly best: BestTrial<Ranges>
  /** All trials, in the order in which they were asked for. */
  readonly trials: readonly Trial<Ranges>[]
  /** All about the search, as `tuningChart` takes it. */
  readonly tuning: CompletedTuning<Ranges>
  /** All that was made and is still there, with what was deployed; give it to `cleanUp` in another process. */
  readonly resources: readonly Resource[]
  /**
   * Puts the best model behind an endpoint and waits until it's in service. After a failure or an abort what was
   * made for the endpoint is removed again; the search stays.
   *
   * @throws `endpoint-failed`, `health-check-failed`, `invalid-option`, `aborted` and whatever else `createModel`
   * and `deployEndpoint` throw
   */
  deploy(hosting?: DeployBestOptions): Promise<Endpoint>
  /**
   * Deletes everything that was made: endpoints and models, data and artifacts, the records of the tuning job and its
   * trials, and the image, with the repository if that was made for it and holds no other. Log groups and the bucket
   * stay.
   *
   * @throws `clean-up-incomplete`
   */
  cleanUp(options?: { readonly signal?: AbortSignal }): Promise<CleanUpReport>
}

/**
 * Searches for the best hyperparameters of a program: image to ECR, data to S3, a tuning job that trains with many; the
 * winner's `deploy` gives an endpoint. After a failure or an abort the tuning job and its trials are stopped and all
 * that was made is removed again (the records and logs of the jobs stay, to tell what happened); the error's `cleanUp`
 * tells what went and what didn't.
 *
 * @throws `tuning-failed`, `objective-not-found`, `tuning-stopped`, `program-not-found`, `dockerfile-not-found`,
 * `data-not-found`, `image-not-found`, `role-missing`, `role-not-assumable`, `aborted` and whatever else the steps throw
 * @public
 * @example
 * ```ts
 * import { writeFile } from 'node:fs/promises'
 * import { categorical, consoleProgress, continuous, integer, tune, tuningChart } from '@byo/core'
 *
 * const tuned = await tune({
 *   program: 'dist/container.mjs',
 *   trainingData: { train: 'iris.csv' },
 *   hyperparameters: { target: 'Sepal.Length' },
 *   ranges: {
 *     degree: integer(1, 3),
 *     penalty: continuous(0.5, 5, { scaling: 'Logarithmic' }),
 *     pmethod: categorical(['backward', 'none']),
 *   },
 *   objective: { metric: 'gcv', goal: 'Minimize', pattern: /gcv=([0-9.]+)/ },
 *   maxJobs: 12,
 *   onEvent: consoleProgress(),
 * })
 * const { degree, penalty, pmethod } = tuned.best.hyperparameters
 * console.log(degree.toFixed(), penalty.toFixed(2), pmethod === 'none')
 * await writeFile('trials.svg', tuningChart(tuned.trials, tuned.tuning))
 * await using endpoint = await tuned.deploy()
 * console.log((await endpoint.predict('3.5,1.4,0.2,setosa\n')).numbers())
 * ```
 */
export async function tune<
  const Ranges extends TuningRanges,
  Schema extends StandardSchemaV1 = AnyHyperparameters,
>(options: TuneOptions<Ranges, Schema>): Promise<TunedModel<Ranges>> {
  await checkOptions(options)
  return performRun({ ...options, maxNameLength: maxTuningNameLength }, async (run, tools) => {
    const found = await runSteps(run, options)
    return {
      result: createTunedHandle(run, { ...tools, ...found, options }),
      billableSeconds: billableSeconds(found.tuning, Boolean(options.training?.spot)),
    }
  })
}

/** Without spot machines all the time is paid for that trials run; with them only they themselves tell. */
function billableSeconds({ trials }: CompletedTuning, isSpot: boolean): number | undefined {
  if (isSpot || trials.some(({ seconds }) => seconds === undefined)) return undefined
  return Math.round(trials.reduce((sum, { seconds = 0 }) => sum + seconds, 0))
}
