import type { Model } from '../model/create-model.ts'
import { formatS3Uri } from '../naming/s3-uri.ts'
import { type ChannelSource, findChannelSource } from '../s3/channel-source.ts'
import { s3ArnOf } from '../session/arn.ts'
import type { Run } from '../train-and-deploy/perform-run.ts'
import { findSurroundings } from '../train-and-deploy/shared-steps.ts'
import { uploadData } from '../train-and-deploy/upload-data.ts'
import { startPrepared } from '../transform/start-transform.ts'
import type { TransformJob } from '../transform/transform-job.ts'
import type { CompletedTransform } from '../transform/transform-outcome.ts'
import type { TransformProgress } from '../transform/wait-for-transform.ts'
import { checkInputs } from './check-inputs.ts'
import { formatOf } from './format-of.ts'
import { findModelParts, type ModelParts, provideModel } from './model-parts.ts'
import type { TransformOptions } from './options.ts'
import { dataOf } from './transform-data.ts'

/** What a run leads to. */
export interface TransformEnd {
  readonly completed: CompletedTransform
  /** The model that was made for it. */
  readonly temporaryModel: Model | undefined
}

/** What the first step finds. */
interface Surroundings {
  readonly bucket: string
  readonly parts: ModelParts
}

/** A transform job that has all it needs. */
export interface PreparedJob {
  /** The model that was made for it. */
  readonly temporaryModel: Model | undefined
  /** Starts the job. */
  start(): Promise<TransformJob>
}

/** From a model and data to a transform job that can start, a step at a time. */
export async function prepareJob(run: Run, options: TransformOptions): Promise<PreparedJob> {
  const { session, ledger, name, tags } = run
  const source = await findChannelSource(dataOf(options.input))
  const { bucket, parts } = await findAll(run, options, source)
  const temporaryModel = await provideModel(run, options, parts)
  const folder = formatS3Uri({ bucket, key: `byo/${name}/` })
  if (source.kind === 'files' || options.outputPath === undefined) {
    ledger.add({ kind: 's3-objects', name: folder, arn: `${s3ArnOf(session, folder)}*` })
  }
  const uri = await provideData(run, options)
  const input = { ...formatOf(options.input, source), uri }
  const outputPath = options.outputPath ?? `${folder}output`
  const model = temporaryModel ?? options.model ?? ''
  const plan = { ...options, input, outputPath, model, jobName: name, tags, ledger }
  // What was there before is checked by now, and the rest is this run's own.
  return { temporaryModel, start: () => startPrepared(session, plan, async () => undefined) }
}

/** From a model and data to outputs, a step at a time. */
export async function runSteps(run: Run, options: TransformOptions): Promise<TransformEnd> {
  const { temporaryModel, start } = await prepareJob(run, options)
  const { signal } = options
  const completed = await run.step('transform', async (tell) => {
    const job = await start()
    return job.wait({ signal, onProgress: (now) => tell.status(statusOf(now)) })
  })
  return { completed, temporaryModel }
}

/** Where it all happens, and what of it is there already. */
async function findAll(
  { session, step }: Run,
  options: TransformOptions,
  source: ChannelSource,
): Promise<Surroundings> {
  let parts: ModelParts = {}
  const { bucket } = await step('session', async () => {
    const found = await findSurroundings(session, options.signal)
    parts = await findModelParts(session, options)
    await checkInputs(session, options, source)
    return found
  })
  return { bucket, parts }
}

/** The address of the data, sent now to `byo/<run>/input/` when they are not in S3. */
async function provideData(run: Run, options: TransformOptions): Promise<string> {
  const trainingData = { input: dataOf(options.input) }
  const { signal } = options
  const { input } = await run.step('data', (tell) =>
    uploadData(run, { trainingData, signal }, { folder: `byo/${run.name}`, tell: tell.sent }),
  )
  return input?.uri ?? ''
}

function statusOf({ status, hasStarted }: TransformProgress): string {
  return status === 'InProgress' && !hasStarted ? 'Starting' : status
}
