import type { StandardSchemaV1 } from '@standard-schema/spec'
import { formatS3Uri } from '../naming/s3-uri.ts'
import type { Run } from '../train-and-deploy/perform-run.ts'
import { bucketFolder, provideInputs } from '../train-and-deploy/provide-inputs.ts'
import type { TuningRanges } from '../tuning/ranges.ts'
import { startPreparedTuning } from '../tuning/start-tuning.ts'
import type { CompletedTuning } from '../tuning/tuning-outcome.ts'
import { type TuneOptions, tuningOptions } from './options.ts'

/** What a run leads to. */
export interface RunResult<Ranges extends TuningRanges> {
  readonly imageUri: string
  readonly tuning: CompletedTuning<Ranges>
}

/** From program and data to the best of many models, a step at a time. */
export async function runSteps<Ranges extends TuningRanges, Schema extends StandardSchemaV1>(
  run: Run,
  options: TuneOptions<Ranges, Schema>,
): Promise<RunResult<Ranges>> {
  const { session, ledger, name, tags } = run
  const { signal } = options
  const { bucket, imageUri, channels } = await provideInputs(run, options)
  // In the run's own folder, with the data: trials have other names than the run.
  const outputPath = formatS3Uri({ bucket, key: `${bucketFolder}/${name}/trials` })
  const plan = {
    ...tuningOptions(options, { image: imageUri, channels, outputPath }),
    jobName: name,
    tags,
    ledger,
    signal,
  }
  const tuning = await run.step('tune', async (tell) => {
    // What was there before is checked by now, and the rest is this run's own.
    const job = await startPreparedTuning(session, plan, async () => undefined)
    return job.wait({ signal, onProgress: tell.trials })
  })
  // Events don't know the types of the hyperparameters; the result is that of the job all the same.
  return { imageUri, tuning: tuning as CompletedTuning<Ranges> }
}
