import type { StandardSchemaV1 } from '@standard-schema/spec'
import { maxTuningNameLength } from '../naming/check-name.ts'
import type { AnyHyperparameters } from '../training/training-options.ts'
import { checkOptions, type TuneOptions } from '../tune/options.ts'
import { prepareSearch } from '../tune/steps.ts'
import type { TuningRanges } from '../tuning/ranges.ts'
import { planRun } from './plan-run.ts'
import type { PlannedRequest } from './planned-request.ts'

/**
 * The dry run of `tune`, as `planTrainAndDeploy` is that of `trainAndDeploy`: every request by which it would make or
 * change something, the last of which starts the tuning job. The trials are SageMaker's to start.
 *
 * @throws what `tune` throws before it makes something, as `planTrainAndDeploy` does
 * @public
 * @example
 * ```ts
 * import { formatPlan, integer, planTune } from '@byo/core'
 *
 * const requests = await planTune({
 *   program: 'dist/container.mjs',
 *   trainingData: { train: 'iris.csv' },
 *   ranges: { degree: integer(1, 3) },
 *   objective: { metric: 'gcv', goal: 'Minimize', pattern: /gcv=([0-9.]+)/ },
 * })
 * console.log(formatPlan(requests))
 * ```
 */
export async function planTune<
  const Ranges extends TuningRanges,
  Schema extends StandardSchemaV1 = AnyHyperparameters,
>(options: TuneOptions<Ranges, Schema>): Promise<readonly PlannedRequest[]> {
  await checkOptions(options)
  return planRun({ ...options, maxNameLength: maxTuningNameLength }, async (run) => {
    const { start } = await prepareSearch(run, options)
    await start()
  })
}
