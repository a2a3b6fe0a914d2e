import type { StandardSchemaV1 } from '@standard-schema/spec'
import { formatS3Uri } from '../naming/s3-uri.ts'
import type { Run } from '../train-and-deploy/perform-run.ts'
import { bucketFolder, provideInputs } from '../train-and-deploy/provide-inputs.ts'
import type { TuningRanges } from '../tuning/ranges.ts'
import { startPreparedTuning } from '../tuning/start-tuning.ts'
import type { TuningJob } from '../tuning/tuning-job.ts'
import type { CompletedTuning } from '../tuning/tuning-outcome.ts'
import { type TuneOptions, tuningOptions } from './options.ts'

/** What a run leads to. */
export interface RunResult<Ranges extends TuningRanges> {
  readonly imageUri: string
  readonly tuning: CompletedTuning<Ranges>
}

/** A search that has all it needs. */
export interface PreparedSearch<Ranges extends TuningRanges> {
  readonly imageUri: string
  /** Starts the tuning job. */
  start(): Promise<TuningJob<Ranges>>
}

/** From program and data to a tuning job that can start, a step at a time. */
export async function prepareSearch<Ranges extends TuningRanges, Schema extends StandardSchemaV1>(
  run: Run,
  options: TuneOptions<Ranges, Schema>,
): Promise<PreparedSearch<Ranges>> {
  const { session, ledger, name, tags } = run
  const { bucket, imageUri, channels } = await provideInputs(run, options)
  // In the run's own folder, with the data: trials have other names than the run.
  const outputPath = formatS3Uri({ bucket, key: `${bucketFolder}/${name}/trials` })
  const plan = {
    ...tuningOptions(options, { image: imageUri, channels, outputPath }),
    jobName: name,
    tags,
    ledger,
    signal: options.signal,
  }
  // What was there before is checked by now, and the rest is this run's own.
  return { imageUri, start: () => startPreparedTuning(session, plan, async () => undefined) }
}

/** From program and data to the best of many models, a step at a time. */
export async function runSteps<Ranges extends TuningRanges, Schema extends StandardSchemaV1>(
  run: Run,
  options: TuneOptions<Ranges, Schema>,
): Promise<RunResult<Ranges>> {
  const { imageUri, start } = await prepareSearch(run, options)
  const tuning = await run.step('tune', async (tell) => {
    const job = await start()
    return job.wait({ signal: options.signal, onProgress: tell.trials })
  })
  // Events don't know the types of the hyperparameters; the result is that of the job all the same.
  return { imageUri, tuning: tuning as CompletedTuning<Ranges> }
}
