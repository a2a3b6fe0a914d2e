import type { StandardSchemaV1 } from '@standard-schema/spec'
import { formatS3Uri } from '../naming/s3-uri.ts'
import { type Channel, uploadChannel } from '../s3/upload-channel.ts'
import { s3ArnOf } from '../session/arn.ts'
import type { ChannelOptions } from '../training/channel-options.ts'
import { startTraining } from '../training/start-training.ts'
import type { CompletedTraining } from '../training/training-outcome.ts'
import { checkInputs } from './check-inputs.ts'
import { optionsOf, type TrainAndDeployOptions } from './options.ts'
import type { Run } from './run-to-endpoint.ts'
import { findSurroundings, hostModel, provideImage } from './shared-steps.ts'

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
  const { session, ledger, name, step } = run
  const { tags, signal } = options
  const { bucket } = await step('session', async () => {
    const found = await findSurroundings(session, signal)
    await checkInputs(session, options)
    return found
  })
  const imageUri = await provideImage(run, options)
  const objects = formatS3Uri({ bucket, key: `${bucketFolder}/${name}/` })
  ledger.add({ kind: 's3-objects', name: objects, arn: `${s3ArnOf(session, objects)}*` })
  const channels = await step('data', () => uploadData(run, options))

  const training = await step('train', async (status) => {
    const job = await startTraining<StandardSchemaV1>(session, {
      ...options.training,
      image: imageUri,
      channels: withUploads(options.trainingData, channels),
      hyperparameters: options.hyperparameters,
      outputPath: formatS3Uri({ bucket, key: bucketFolder }),
      jobName: name,
      tags,
      ledger,
      signal,
    })
    return job.wait({ signal, onProgress: ({ secondaryStatus }) => status(secondaryStatus) })
  })
  const { modelDataUri } = training
  const arn = await hostModel(run, options, { imageUri, modelDataUri })
  return { arn, imageUri, training }
}

async function uploadData(
  { session, name }: Run,
  { trainingData, signal }: Options,
): Promise<Record<string, Channel>> {
  const channels: Record<string, Channel> = {}
  for (const [channel, data] of Object.entries(trainingData)) {
    const prefix = `${bucketFolder}/${name}/data/${channel}`
    channels[channel] = await uploadChannel(session, optionsOf(data).uri, { prefix, signal })
  }
  return channels
}

/** The channels with their options, where their data is now. */
function withUploads(
  trainingData: Options['trainingData'],
  uploads: Readonly<Record<string, Channel>>,
): Record<string, ChannelOptions> {
  const entries = Object.entries(uploads)
  return Object.fromEntries(
    entries.map(([name, { uri }]) => [name, { ...optionsOf(trainingData[name] ?? uri), uri }]),
  )
}
