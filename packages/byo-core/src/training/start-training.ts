import type { CreateTrainingJobRequest } from '@aws-sdk/client-sagemaker'
import type { StandardSchemaV1 } from '@standard-schema/spec'
import { createLedger, type Ledger } from '../ledger.ts'
import { checkName } from '../naming/check-name.ts'
import { formatS3Uri } from '../naming/s3-uri.ts'
import { uniqueName } from '../naming/unique-name.ts'
import { createOnce } from '../requests/create-once.ts'
import { request } from '../requests/request.ts'
import { withFreshRole } from '../requests/with-fresh-role.ts'
import { arnOf } from '../session/arn.ts'
import type { Session } from '../session/session.ts'
import { throwIfAborted } from '../waiting/aborted.ts'
import { checkHyperparameters } from './check-hyperparameters.ts'
import { checkPrerequisites, trainingUse } from './check-prerequisites.ts'
import { describeTrainingJob } from './describe-training-job.ts'
import { createTrainingJobHandle, type TrainingJob } from './training-job.ts'
import { trainingJobSpec } from './training-job-spec.ts'
import type { AnyHyperparameters, TrainingOptions } from './training-options.ts'

/**
 * What `startTraining` takes: what the job is to do, a ledger and a signal.
 *
 * @public
 */
export interface StartTrainingOptions<Schema extends StandardSchemaV1 = AnyHyperparameters>
  extends TrainingOptions<Schema> {
  /** Told of the job. */
  readonly ledger?: Ledger | undefined
  /** Nothing is started once it has aborted; it doesn't stop a job that runs. */
  readonly signal?: AbortSignal | undefined
}

/**
 * Starts a training job and returns at once.
 *
 * @throws `invalid-option`, `image-not-found`, `image-refused`, `data-not-found`, `bucket-unavailable`, `role-missing`,
 * `role-not-assumable`, `access-denied`, `quota-exceeded`, `name-taken`, `request-refused`
 * @public
 * @example
 * ```ts
 * import { createSession, startTraining } from '@byo/core'
 *
 * const session = await createSession({ role: 'SageMakerRole' })
 * const job = await startTraining(session, {
 *   image: '123456789012.dkr.ecr.eu-west-1.amazonaws.com/iris-mars:latest',
 *   channels: { train: 's3://my-bucket/iris/train/' },
 *   hyperparameters: { target: 'Sepal.Length', degree: 2 },
 * })
 * const { modelDataUri } = await job.wait()
 * ```
 * @example
 * With the schema that the container reads its hyperparameters with, they are typed and checked here:
 * ```ts
 * import { createSession, startTraining } from '@byo/core'
 * import * as v from 'valibot'
 *
 * const hyperparameters = v.object({ target: v.string(), degree: v.optional(v.number(), 1) })
 * const session = await createSession()
 * await startTraining(session, {
 *   image: '123456789012.dkr.ecr.eu-west-1.amazonaws.com/iris-mars:latest',
 *   channels: { train: { uri: 's3://my-bucket/iris/train/', inputMode: 'FastFile' } },
 *   hyperparameterSchema: hyperparameters,
 *   hyperparameters: { target: 'Sepal.Length', degree: 2 },
 *   spot: true,
 *   checkpoints: { uri: 's3://my-bucket/iris/checkpoints' },
 *   metricDefinitions: { rsq: /rsq=([0-9.]+)/ },
 * })
 * ```
 */
export async function startTraining<Schema extends StandardSchemaV1 = AnyHyperparameters>(
  session: Session,
  options: StartTrainingOptions<Schema>,
): Promise<TrainingJob> {
  return startPrepared(session, options, (spec) =>
    checkPrerequisites(
      session,
      spec,
      options.checkImage === false ? [] : [trainingUse(spec)],
      options.signal,
    ),
  )
}

/** The same with checks of the caller's own before the job is made; one that has just made all it needs has none. */
export async function startPrepared<Schema extends StandardSchemaV1>(
  session: Session,
  options: StartTrainingOptions<Schema>,
  check: (spec: CreateTrainingJobRequest) => Promise<void>,
): Promise<TrainingJob> {
  const { ledger = createLedger(), signal } = options
  const specFor = trainingJobSpec(options)
  await checkHyperparameters(options)
  const wanted = options.jobName ?? uniqueName('training', session.runtime)
  checkName('training job', wanted)
  throwIfAborted(signal, `starting training job ${wanted}`)

  const outputPath =
    options.outputPath ?? formatS3Uri({ bucket: await session.bucket(), key: 'byo' })
  const spec = specFor({ jobName: wanted, roleArn: await session.roleArn(), outputPath })
  // sdkOptions may have another name: what is made must be known by the name that it has.
  const jobName = checkName('training job', spec.TrainingJobName ?? wanted)
  const arn = await arnOf(session, 'sagemaker', `training-job/${jobName.toLowerCase()}`)
  await check(spec)

  throwIfAborted(signal, `starting training job ${jobName}`)
  const fresh = { roleArn: spec.RoleArn, runtime: session.runtime, signal }
  // Around the ledger: while the role is waited for, there is no job that could be removed.
  const made = await withFreshRole(fresh, () =>
    ledger.make({ kind: 'training-job', name: jobName, arn }, () =>
      createTrainingJob(session, spec),
    ),
  )
  return createTrainingJobHandle(session, jobName, made ?? arn)
}

/** Sends the request, not interrupted by a signal: a job that starts unknown to us would cost money. */
async function createTrainingJob(
  session: Session,
  spec: CreateTrainingJobRequest,
): Promise<string | undefined> {
  const sageMaker = await session.clients.sageMaker()
  return createOnce(
    async () => {
      const send = () => sageMaker.createTrainingJob(spec)
      return (await request('CreateTrainingJob', undefined, send)).TrainingJobArn
    },
    async () => {
      const there = await describeTrainingJob(session, spec.TrainingJobName ?? '')
      const isOwn =
        there.AlgorithmSpecification?.TrainingImage ===
          spec.AlgorithmSpecification?.TrainingImage &&
        there.RoleArn === spec.RoleArn &&
        there.OutputDataConfig?.S3OutputPath === spec.OutputDataConfig?.S3OutputPath
      return isOwn ? there.TrainingJobArn : undefined
    },
  )
}
