import type { StandardSchemaV1 } from '@standard-schema/spec'
import { formatS3Uri } from '../naming/s3-uri.ts'
import { checkChannelBuckets } from '../s3/check-channel-buckets.ts'
import type { Channel } from '../s3/upload-channel.ts'
import { s3ArnOf } from '../session/arn.ts'
import type { ChannelOptions } from '../training/channel-options.ts'
import { startPrepared } from '../training/start-training.ts'
import type { CompletedTraining } from '../training/training-outcome.ts'
import { checkInputs } from './check-inputs.ts'
import type { TrainAndDeployOptions } from './options.ts'
import type { Run } from './run-or-undo.ts'
import { findSurroundings, hostModel, provideImage } from './shared-steps.ts'
import { addressOf, optionsOf } from './training-data.ts'
import { uploadData } from './upload-data.ts'

/** What to run, whatever types its hyperparameters have. */
type Options = TrainAndDeployOptions<StandardSchemaV1>

/** What a run leads to. */
export interface RunResult {
  readonly arn: string
  readonly imageUri: string
  readonly training: CompletedTraining
}

/** All objects of a run lie under `byo/<run>/`: the data by channel, and what the job leaves in `output/`. */
const bucketFolder = 'byo'

/** From program and data to an endpoint in service, a step at a time. */
export async function runSteps(run: Run, options: Options): Promise<RunResult> {
  const { session, ledger, name, tags, step } = run
  const { signal, trainingData } = options
  const { bucket } = await step('session', async () => {
    await checkChannelBuckets(session, addressesOf(trainingData), signal)
    const found = await findSurroundings(session, signal)
    await checkInputs(session, options)
    return found
  })
  const imageUri = await provideImage(run, options)
  const objects = formatS3Uri({ bucket, key: `${bucketFolder}/${name}/` })
  ledger.add({ kind: 's3-objects', name: objects, arn: `${s3ArnOf(session, objects)}*` })
  const channels = await step('data', (tell) =>
    uploadData(run, options, { folder: `${bucketFolder}/${name}/data`, tell: tell.sent }),
  )

  const training = await step('train', async (tell) => {
    const plan = {
      ...options.training,
      image: imageUri,
      channels: withUploads(trainingData, channels),
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

function addressesOf(trainingData: Options['trainingData']): Record<string, string> {
  const channels = Object.entries(trainingData)
  return Object.fromEntries(channels.map(([name, data]) => [name, addressOf(data) ?? '']))
}

/** The channels with their options, where their data is now. */
function withUploads(
  trainingData: Options['trainingData'],
  uploads: Readonly<Record<string, Channel>>,
): Record<string, ChannelOptions> {
  const channels = Object.entries(uploads)
  return Object.fromEntries(
    channels.map(([name, { uri }]) => [name, { ...optionsOf(trainingData[name] ?? ''), uri }]),
  )
}
