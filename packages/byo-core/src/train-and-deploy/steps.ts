import { createEndpoint } from '../endpoint/create-endpoint.ts'
import { waitForEndpoint } from '../endpoint/wait-for-endpoint.ts'
import type { ImageParts } from '../image/image-parts.ts'
import { publishBuilt } from '../image/publish-image.ts'
import type { Ledger } from '../ledger.ts'
import { createModel } from '../model/create-model.ts'
import { repositoryName } from '../naming/repository-name.ts'
import { formatS3Uri } from '../naming/s3-uri.ts'
import type { SourceFile } from '../s3/channel-source.ts'
import { checkChannelBuckets } from '../s3/check-channel-buckets.ts'
import { s3ArnOf } from '../session/arn.ts'
import type { Session } from '../session/session.ts'
import { startTraining } from '../training/start-training.ts'
import type { CompletedTraining } from '../training/training-outcome.ts'
import type { RunStep } from './events.ts'
import type { TrainAndDeployOptions } from './options.ts'
import { runTags } from './run-tags.ts'
import { uploadData } from './upload-data.ts'

/** One run of `trainAndDeploy`. */
export interface Run {
  readonly session: Session
  readonly ledger: Ledger
  /** Of the training job, the model, the endpoint and its config, and of the folder in the bucket. */
  readonly name: string
  readonly step: RunStep
  readonly contents: Contents
}

/** A last look at what is sent: a dry run takes the bytes out. */
export interface Contents {
  image(image: ImageParts): ImageParts
  file(file: SourceFile, channel: string): SourceFile
}

/** All as it is. */
export const ownContents: Contents = { image: (image) => image, file: (file) => file }

/** What a run leads to. */
export interface RunResult {
  readonly arn: string
  readonly imageUri: string
  readonly training: CompletedTraining
}

/** All objects of a run lie under `byo/<run>/`: the data by channel, and what the job leaves in `output/`. */
const bucketFolder = 'byo'

/** From program and data to an endpoint in service, a step at a time. */
export async function runSteps(run: Run, options: TrainAndDeployOptions): Promise<RunResult> {
  const { session, ledger, name, step } = run
  const { signal } = options
  const tags = runTags(options.tags, name)
  const { bucket } = await step('session', async () => {
    const accountId = await session.accountId()
    const roleArn = await session.roleArn()
    await checkChannelBuckets(session, options.trainingData, signal)
    return { region: session.region, accountId, roleArn, bucket: await session.bucket() }
  })
  const imageUri = await provideImage(run, options, tags)
  const objects = formatS3Uri({ bucket, key: `${bucketFolder}/${name}/` })
  ledger.add({ kind: 's3-objects', name: objects, arn: `${s3ArnOf(session, objects)}*` })
  const channels = await step('data', (tell) =>
    uploadData(run, options, { folder: `${bucketFolder}/${name}/data`, tell: tell.sent }),
  )

  const training = await step('train', async (tell) => {
    const job = await startTraining(session, {
      ...options.training,
      image: imageUri,
      channels,
      hyperparameters: options.hyperparameters,
      outputPath: formatS3Uri({ bucket, key: bucketFolder }),
      jobName: name,
      tags,
      ledger,
      signal,
    })
    return job.wait({ signal, onProgress: ({ secondaryStatus }) => tell.status(secondaryStatus) })
  })
  const { modelDataUri } = training
  const environment = options.hosting?.environment
  const model = await step('model', () =>
    createModel(session, {
      image: imageUri,
      modelDataUri,
      name,
      environment,
      tags,
      ledger,
      signal,
    }),
  )
  const { arn } = await step('endpoint', async (tell) => {
    const plan = { ...options.hosting, name, modelName: model.name, tags, ledger, signal }
    const created = await createEndpoint(session, plan)
    await waitForEndpoint(session, name, { signal, onProgress: (now) => tell.status(now.status) })
    return { name, arn: created }
  })
  return { arn, imageUri, training }
}

/** The address of the image that was given, or of the program's, published now. */
async function provideImage(
  run: Run,
  options: TrainAndDeployOptions,
  tags: Readonly<Record<string, string>>,
): Promise<string> {
  const {
    program,
    image,
    labels,
    name = 'byo',
    repository = repositoryName(name),
    signal,
  } = options
  if (image !== undefined) return typeof image === 'string' ? image : image.uri
  const published = await run.step('image', () =>
    publishBuilt(
      run.session,
      { program: program ?? '', repository, labels, tags, ledger: run.ledger, signal },
      run.contents.image,
    ),
  )
  return published.uri
}
