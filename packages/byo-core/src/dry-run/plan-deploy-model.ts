import { checkOptions, type DeployModelOptions } from '../deploy-model/options.ts'
import { runSteps } from '../deploy-model/steps.ts'
import { planRun } from './plan-run.ts'
import type { PlannedRequest } from './planned-request.ts'

/**
 * The dry run of `deployModel`, as `planTrainAndDeploy` is that of `trainAndDeploy`: every request by which it would
 * make or change something. The files of `modelDir` are read, to tell whether S3 has their archive already.
 *
 * @throws what `deployModel` throws before it makes something, as `planTrainAndDeploy` does;
 * `model-data-not-found`, `image-not-found`, `image-refused`
 * @public
 * @example
 * ```ts
 * import { formatPlan, planDeployModel } from '@byo/core'
 *
 * const requests = await planDeployModel({ program: 'dist/container.mjs', modelDir: 'models/iris' })
 * console.log(formatPlan(requests))
 * ```
 */
export async function planDeployModel(
  options: DeployModelOptions,
): Promise<readonly PlannedRequest[]> {
  await checkOptions(options)
  return planRun(options, (run) => runSteps(run, options))
}
