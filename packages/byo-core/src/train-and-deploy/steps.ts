import type { StandardSchemaV1 } from '@standard-schema/spec'
import { formatS3Uri } from '../naming/s3-uri.ts'
import { startPrepared } from '../training/start-training.ts'
import type { CompletedTraining } from '../training/training-outcome.ts'
import type { TrainAndDeployOptions } from './options.ts'
import type { Run } from './perform-run.ts'
import { bucketFolder, provideInputs } from './provide-inputs.ts'
import { hostingUse } from './run-options.ts'
import { hostModel } from './shared-steps.ts'

/** What to run, whatever types its hyperparameters have. */
type Options = TrainAndDeployOptions<StandardSchemaV1>

/** What a run leads to. */
export interface RunResult {
  readonly arn: string
  readonly imageUri: string
  readonly training: CompletedTraining
}

/** From program and data to an endpoint in service, a step at a time. */
export async function runSteps(run: Run, options: Options): Promise<RunResult> {
  const { session, ledger, name, tags, step } = run
  const { signal } = options
  const { bucket, imageUri, channels } = await provideInputs(run, options, [
    hostingUse(options.hosting),
  ])
  const training = await step('train', async (tell) => {
    const plan = {
      ...options.training,
      image: imageUri,
      channels,
      hyperparameters: options.hyperparameters,
      outputPath: formatS3Uri({ bucket, key: bucketFolder }),
      jobName: name,
      tags,
      ledger,
      signal,
    }
    // What was there before is checked by now, and the rest is this run's own.
    const job = await startPrepared<StandardSchemaV1>(session, plan, async () => undefined)
    return job.wait({ signal, onProgress: ({ secondaryStatus }) => tell.status(secondaryStatus) })
  })
  const { modelDataUri } = training
  const arn = await hostModel(run, options, { imageUri, modelDataUri })
  return { arn, imageUri, training }
}
