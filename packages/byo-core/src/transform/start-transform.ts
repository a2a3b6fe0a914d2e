import type { CreateTransformJobRequest } from '@aws-sdk/client-sagemaker'
import { createLedger, type Ledger } from '../ledger.ts'
import { checkName } from '../naming/check-name.ts'
import { formatS3Uri, isS3Uri } from '../naming/s3-uri.ts'
import { uniqueName } from '../naming/unique-name.ts'
import { createOnce } from '../requests/create-once.ts'
import { explainNotFound } from '../requests/not-found.ts'
import { request } from '../requests/request.ts'
import { checkBucket, checkObjects } from '../s3/check-objects.ts'
import { arnOf } from '../session/arn.ts'
import type { Session } from '../session/session.ts'
import { throwIfAborted } from '../waiting/aborted.ts'
import { describeTransformJob } from './describe-transform-job.ts'
import { createTransformJobHandle, type TransformJob } from './transform-job.ts'
import { transformJobSpec } from './transform-job-spec.ts'
import type { TransformJobOptions } from './transform-options.ts'

/**
 * What `startTransform` takes: what the job is to do, a ledger and a signal.
 *
 * @public
 */
export interface StartTransformOptions extends TransformJobOptions {
  /** Told of the job; the outputs are the caller's. */
  readonly ledger?: Ledger | undefined
  /** Nothing is started once it has aborted; it doesn't stop a job that runs. */
  readonly signal?: AbortSignal | undefined
}

/**
 * Starts a batch transform job, which sends what lies in S3 through a model, without an endpoint, and returns at once.
 *
 * @throws `invalid-option`, `data-not-found`, `bucket-unavailable`, `not-found` when there is no such model,
 * `access-denied`, `quota-exceeded`, `name-taken`, `request-refused`
 * @public
 * @example
 * ```ts
 * import { createSession, startTransform } from '@byo/core'
 *
 * const session = await createSession()
 * const job = await startTransform(session, {
 *   model: 'iris-model',
 *   input: { uri: 's3://my-bucket/iris/in/', contentType: 'text/csv', splitType: 'Line' },
 *   accept: 'text/csv',
 *   strategy: 'MultiRecord',
 * })
 * const { outputUri } = await job.wait()
 * for await (const row of job.rows()) console.log(row)
 * console.log(outputUri)
 * ```
 */
export async function startTransform(
  session: Session,
  options: StartTransformOptions,
): Promise<TransformJob> {
  return startPrepared(session, options, (spec) => checkPlaces(session, spec, options.signal))
}

/** The same with checks of the caller's own before the job is made; one that has just made all it needs has none. */
export async function startPrepared(
  session: Session,
  options: StartTransformOptions,
  check: (spec: CreateTransformJobRequest) => Promise<void>,
): Promise<TransformJob> {
  const { ledger = createLedger(), signal } = options
  const specFor = transformJobSpec(options)
  const wanted = options.jobName ?? uniqueName('transform', session.runtime)
  checkName('transform job', wanted)
  throwIfAborted(signal, `starting transform job ${wanted}`)

  const outputPath =
    options.outputPath ??
    formatS3Uri({ bucket: await session.bucket(), key: `byo/${wanted}/output` })
  const spec = specFor({ jobName: wanted, outputPath })
  // sdkOptions may have another name: what is made must be known by the name that it has.
  const jobName = checkName('transform job', spec.TransformJobName ?? wanted)
  const arn = await arnOf(session, 'sagemaker', `transform-job/${jobName.toLowerCase()}`)
  await check(spec)

  throwIfAborted(signal, `starting transform job ${jobName}`)
  const made = await ledger.make({ kind: 'transform-job', name: jobName, arn }, () =>
    createTransformJob(session, spec),
  )
  return createTransformJobHandle(session, jobName, made ?? arn)
}

/** Throws when the data or the bucket for the outputs isn't there. What the caller may not look at is left to SageMaker. */
export async function checkPlaces(
  session: Session,
  { TransformInput, TransformOutput }: Partial<CreateTransformJobRequest>,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { S3Uri: uri = '', S3DataType } = TransformInput?.DataSource?.S3DataSource ?? {}
  const isWhole = S3DataType === 'ManifestFile'
  if (isS3Uri(uri)) await checkObjects(session, { uri, by: 'the input', isWhole }, signal)
  const output = TransformOutput?.S3OutputPath ?? ''
  if (isS3Uri(output)) await checkBucket(session, { uri: output, by: 'outputPath' }, signal)
}

/** Sends the request, not interrupted by a signal: a job that starts unknown to us would cost money. */
async function createTransformJob(
  session: Session,
  spec: CreateTransformJobRequest,
): Promise<string | undefined> {
  const sageMaker = await session.clients.sageMaker()
  return createOnce(
    async () => {
      const send = () => sageMaker.createTransformJob(spec)
      return (await request('CreateTransformJob', undefined, send)).TransformJobArn
    },
    async () => {
      const there = await describeTransformJob(session, spec.TransformJobName ?? '')
      return placesOf(there) === placesOf(spec) ? there.TransformJobArn : undefined
    },
  ).catch(
    explainNotFound(
      `There is no model "${spec.ModelName}" in ${session.region}: make it with createModel, or correct its name.`,
    ),
  )
}

/** By what a job is known again: its model, its data and where its outputs go. */
function placesOf({
  ModelName,
  TransformInput,
  TransformOutput,
}: Partial<CreateTransformJobRequest>): string {
  const { S3Uri } = TransformInput?.DataSource?.S3DataSource ?? {}
  return JSON.stringify([ModelName, S3Uri, TransformOutput?.S3OutputPath])
}
