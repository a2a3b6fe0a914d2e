import { createLedger, type Ledger } from '../ledger.ts'
import { checkName } from '../naming/check-name.ts'
import { formatS3Uri } from '../naming/s3-uri.ts'
import { uniqueName } from '../naming/unique-name.ts'
import { createOnce } from '../requests/create-once.ts'
import { request } from '../requests/request.ts'
import { arnOf } from '../session/arn.ts'
import type { Session } from '../session/session.ts'
import { throwIfAborted } from '../waiting/aborted.ts'
import { describeTrainingJob } from './describe-training-job.ts'
import { createTrainingJobHandle, type TrainingJob } from './training-job.ts'
import { type TrainingOptions, trainingJobSpec } from './training-job-spec.ts'

/**
 * What `startTraining` takes: what the job is to do, a ledger and a signal.
 *
 * @public
 */
export interface StartTrainingOptions extends TrainingOptions {
  /** Told of the job. */
  readonly ledger?: Ledger | undefined
  /** Nothing is started once it has aborted; it doesn't stop a job that runs. */
  readonly signal?: AbortSignal | undefined
}

/**
 * Starts a training job and returns at once.
 *
 * @throws `invalid-option`, `role-missing`, `access-denied`, `quota-exceeded`, `name-taken`, `request-refused`
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
 */
export async function startTraining(
  session: Session,
  options: StartTrainingOptions,
): Promise<TrainingJob> {
  const { ledger = createLedger(), signal } = options
  const jobName = checkName(
    'training job',
    options.jobName ?? uniqueName('training', session.runtime),
  )
  const outputPath =
    options.outputPath ?? formatS3Uri({ bucket: await session.bucket(), key: 'byo' })
  const spec = trainingJobSpec(options, { jobName, roleArn: await session.roleArn(), outputPath })
  const arn = await arnOf(session, 'sagemaker', `training-job/${jobName.toLowerCase()}`)
  const sageMaker = await session.clients.sageMaker()

  throwIfAborted(signal, `starting training job ${jobName}`)
  // Not interrupted by the signal: a job that starts unknown to us would cost money.
  const { TrainingJobArn } = await ledger.make({ kind: 'training-job', name: jobName, arn }, () =>
    createOnce(
      () => request('CreateTrainingJob', undefined, () => sageMaker.createTrainingJob(spec)),
      async () => {
        const there = await describeTrainingJob(session, jobName)
        const isOwn =
          there.AlgorithmSpecification?.TrainingImage ===
            spec.AlgorithmSpecification?.TrainingImage &&
          there.RoleArn === spec.RoleArn &&
          there.OutputDataConfig?.S3OutputPath === outputPath
        return isOwn ? { TrainingJobArn: there.TrainingJobArn } : undefined
      },
    ),
  )
  return createTrainingJobHandle(session, jobName, TrainingJobArn ?? arn)
}
