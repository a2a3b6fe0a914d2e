import { checkOptions, type TransformOptions } from '../transform-run/options.ts'
import { prepareJob } from '../transform-run/steps.ts'
import { planRun } from './plan-run.ts'
import type { PlannedRequest } from './planned-request.ts'

/**
 * The dry run of `transform`, as `planTrainAndDeploy` is that of `trainAndDeploy`: every request by which it would make
 * or change something, the last of which starts the transform job. That the model is deleted after it isn't told.
 *
 * @throws what `transform` throws before it makes something, as `planTrainAndDeploy` does; `not-found`,
 * `model-data-not-found`, `image-not-found`, `image-refused`
 * @public
 * @example
 * ```ts
 * import { formatPlan, planTransform } from '@byo/core'
 *
 * const requests = await planTransform({
 *   program: 'dist/container.mjs',
 *   modelDir: 'models/iris',
 *   input: 'rows/*.csv',
 * })
 * console.log(formatPlan(requests))
 * ```
 */
export async function planTransform(options: TransformOptions): Promise<readonly PlannedRequest[]> {
  await checkOptions(options)
  return planRun(options, async (run) => {
    const { start } = await prepareJob(run, options)
    await start()
  })
}
