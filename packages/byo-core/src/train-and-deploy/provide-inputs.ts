import type { ImageUse } from '../image/check/image-problem.ts'
import { formatS3Uri } from '../naming/s3-uri.ts'
import { checkChannelBuckets } from '../s3/check-channel-buckets.ts'
import type { Channel } from '../s3/upload-channel.ts'
import { s3ArnOf } from '../session/arn.ts'
import type { ChannelOptions } from '../training/channel-options.ts'
import type { TrainingOptions } from '../training/training-options.ts'
import { checkInputs } from './check-inputs.ts'
import type { Run } from './perform-run.ts'
import type { RunOptions } from './run-options.ts'
import { findSurroundings, provideImage } from './shared-steps.ts'
import { addressOf, optionsOf, type TrainingData } from './training-data.ts'
import { uploadData } from './upload-data.ts'

/** What a run trains with. */
export interface InputOptions extends RunOptions {
  readonly trainingData: Readonly<Record<string, TrainingData>>
  readonly training?:
    | (Pick<TrainingOptions, 'instanceType' | 'checkpoints'> &
        Partial<Pick<TrainingOptions, 'entrypoint' | 'arguments'>>)
    | undefined
}

/** What training needs, where it is now. */
export interface Inputs {
  /** The session's bucket. */
  readonly bucket: string
  readonly imageUri: string
  readonly channels: Readonly<Record<string, ChannelOptions>>
}

/** All objects of a run lie under `byo/<run>/`: the data by channel, and what its jobs leave. */
export const bucketFolder = 'byo'

/**
 * The first steps of every run that trains: who and where, the image, the data. An image that is given has to be fit
 * for training and for what is to be done with it later.
 */
export async function provideInputs(
  run: Run,
  options: InputOptions,
  laterUses: readonly ImageUse[] = [],
): Promise<Inputs> {
  const { session, ledger, name, step } = run
  const { signal, trainingData } = options
  const { bucket } = await step('session', async () => {
    await checkChannelBuckets(session, addressesOf(trainingData), signal)
    const found = await findSurroundings(session, signal)
    await checkInputs(session, options, laterUses)
    return found
  })
  const imageUri = await provideImage(run, options)
  const objects = formatS3Uri({ bucket, key: `${bucketFolder}/${name}/` })
  ledger.add({ kind: 's3-objects', name: objects, arn: `${s3ArnOf(session, objects)}*` })
  const uploads = await step('data', (tell) =>
    uploadData(run, options, { folder: `${bucketFolder}/${name}/data`, tell: tell.sent }),
  )
  return { bucket, imageUri, channels: withUploads(trainingData, uploads) }
}

function addressesOf(trainingData: InputOptions['trainingData']): Record<string, string> {
  const channels = Object.entries(trainingData)
  return Object.fromEntries(channels.map(([name, data]) => [name, addressOf(data) ?? '']))
}

/** The channels with their options, where their data is now. */
function withUploads(
  trainingData: InputOptions['trainingData'],
  uploads: Readonly<Record<string, Channel>>,
): Record<string, ChannelOptions> {
  const channels = Object.entries(uploads)
  return Object.fromEntries(
    channels.map(([name, { uri }]) => [name, { ...optionsOf(trainingData[name] ?? ''), uri }]),
  )
}
