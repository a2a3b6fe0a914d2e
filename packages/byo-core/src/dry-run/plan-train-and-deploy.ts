import type { StandardSchemaV1 } from '@standard-schema/spec'
import { checkOptions, type TrainAndDeployOptions } from '../train-and-deploy/options.ts'
import { runSteps } from '../train-and-deploy/steps.ts'
import type { AnyHyperparameters } from '../training/training-options.ts'
import { planRun } from './plan-run.ts'
import type { PlannedRequest } from './planned-request.ts'

/**
 * The dry run: every request by which `trainAndDeploy` with these options would make or change
 * something, in order, with its input. Nothing is made; asked is only what decides what has to be made:
 * who calls, and whether buckets, repository, image layers and the base image are there. Layers and
 * files that are sent side by side may arrive in another order, and a later run has another name.
 * `onEvent` and `keep` play no part. What Docker would build can't be told without building it, so `dockerfile`
 * is refused.
 *
 * @throws what `trainAndDeploy` throws before it makes something: `invalid-option`, `data-not-found`,
 * `program-not-found`, `role-missing`, `bucket-unavailable`, `base-image-unavailable`, `credentials-missing`
 * @public
 * @example
 * ```ts
 * import { formatPlan, planTrainAndDeploy } from '@byo/core'
 *
 * const requests = await planTrainAndDeploy({
 *   program: 'dist/container.mjs',
 *   trainingData: { train: 'iris.csv' },
 * })
 * console.log(formatPlan(requests))
 * ```
 */
export async function planTrainAndDeploy<Schema extends StandardSchemaV1 = AnyHyperparameters>(
  options: TrainAndDeployOptions<Schema>,
): Promise<readonly PlannedRequest[]> {
  await checkOptions(options)
  return planRun(options, (run) => runSteps(run, options))
}
