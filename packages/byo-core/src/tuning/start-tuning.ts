import type { CreateHyperParameterTuningJobRequest } from '@aws-sdk/client-sagemaker'
import type { StandardSchemaV1 } from '@standard-schema/spec'
import { createLedger, type Ledger } from '../ledger.ts'
import { checkName, maxTuningNameLength } from '../naming/check-name.ts'
import { formatS3Uri } from '../naming/s3-uri.ts'
import { uniqueName } from '../naming/unique-name.ts'
import { createOnce } from '../requests/create-once.ts'
import { request } from '../requests/request.ts'
import { withFreshRole } from '../requests/with-fresh-role.ts'
import { arnOf } from '../session/arn.ts'
import type { Session } from '../session/session.ts'
import { checkPrerequisites, trainingUse } from '../training/check-prerequisites.ts'
import type { AnyHyperparameters } from '../training/training-options.ts'
import { throwIfAborted } from '../waiting/aborted.ts'
import { checkTunedHyperparameters } from './check-tuned-hyperparameters.ts'
import { describeTuningJob } from './describe-tuning-job.ts'
import type { TuningRanges } from './ranges.ts'
import { createTuningJobHandle, type TuningJob } from './tuning-job.ts'
import { tuningJobSpec } from './tuning-job-spec.ts'
import type { TuningOptions } from './tuning-options.ts'

/**
 * What `startTuning` takes: what the job is to do, a ledger and a signal.
 *
 * @public
 */
export interface StartTuningOptions<
  Ranges extends TuningRanges = TuningRanges,
  Schema extends StandardSchemaV1 = AnyHyperparameters,
> extends TuningOptions<Ranges, Schema> {
  /** Told of the job. */
  readonly ledger?: Ledger | undefined
  /** Nothing is started once it has aborted; it doesn't stop a job that runs. */
  readonly signal?: AbortSignal | undefined
}

/**
 * Starts a tuning job, which searches for the best hyperparameters by training with many, and returns at once.
 *
 * @throws `invalid-option`, `image-not-found`, `data-not-found`, `bucket-unavailable`, `role-missing`,
 * `role-not-assumable`, `access-denied`, `quota-exceeded`, `name-taken`, `request-refused`
 * @public
 * @example
 * ```ts
 * import { categorical, continuous, createSession, integer, startTuning } from '@byo/core'
 *
 * const session = await createSession({ role: 'SageMakerRole' })
 * const job = await startTuning(session, {
 *   training: {
 *     image: '123456789012.dkr.ecr.eu-west-1.amazonaws.com/iris-mars:latest',
 *     channels: { train: 's3://my-bucket/iris/train/' },
 *     hyperparameters: { target: 'Sepal.Length' },
 *   },
 *   ranges: {
 *     degree: integer(1, 3),
 *     penalty: continuous(0.5, 5, { scaling: 'Logarithmic' }),
 *     pmethod: categorical(['backward', 'none']),
 *   },
 *   objective: { metric: 'gcv', goal: 'Minimize', pattern: /gcv=([0-9.]+)/ },
 *   maxJobs: 12,
 * })
 * const { best } = await job.wait()
 * const { degree, penalty, pmethod } = best.hyperparameters
 * ```
 */
export async function startTuning<
  const Ranges extends TuningRanges,
  Schema extends StandardSchemaV1 = AnyHyperparameters,
>(session: Session, options: StartTuningOptions<Ranges, Schema>): Promise<TuningJob<Ranges>> {
  return startPreparedTuning(session, options, (spec) => {
    const definition = spec.TrainingJobDefinition
    if (definition === undefined) return Promise.resolve()
    const uses = options.training.checkImage === false ? [] : [trainingUse(definition)]
    return checkPrerequisites(session, definition, uses, options.signal)
  })
}

/** The same with checks of the caller's own before the job is made; one that has just made all it needs has none. */
export async function startPreparedTuning<
  Ranges extends TuningRanges,
  Schema extends StandardSchemaV1,
>(
  session: Session,
  options: StartTuningOptions<Ranges, Schema>,
  check: (spec: CreateHyperParameterTuningJobRequest) => Promise<void>,
): Promise<TuningJob<Ranges>> {
  const { ledger = createLedger(), signal, ranges } = options
  const specFor = tuningJobSpec(options)
  await checkTunedHyperparameters(options)
  const wanted = options.jobName ?? uniqueName('tuning', session.runtime, maxTuningNameLength)
  checkName('tuning job', wanted, maxTuningNameLength)
  throwIfAborted(signal, `starting tuning job ${wanted}`)

  const outputPath =
    options.training.outputPath ?? formatS3Uri({ bucket: await session.bucket(), key: 'byo' })
  const spec = specFor({ jobName: wanted, roleArn: await session.roleArn(), outputPath })
  // sdkOptions may have another name: what is made must be known by the name that it has.
  const given = spec.HyperParameterTuningJobName ?? wanted
  const name = checkName('tuning job', given, maxTuningNameLength)
  const resource = `hyper-parameter-tuning-job/${name.toLowerCase()}`
  const arn = await arnOf(session, 'sagemaker', resource)
  await check(spec)

  throwIfAborted(signal, `starting tuning job ${name}`)
  const { RoleArn: roleArn } = spec.TrainingJobDefinition ?? {}
  // Around the ledger: while the role is waited for, there is no job that could be removed.
  const made = await withFreshRole({ roleArn, runtime: session.runtime, signal }, () =>
    ledger.make({ kind: 'tuning-job', name, arn }, () => createTuningJob(session, spec)),
  )
  return createTuningJobHandle(session, { name, arn: made ?? arn, ranges })
}

/** Sends the request, not interrupted by a signal: a search that starts unknown to us would cost money. */
async function createTuningJob(
  session: Session,
  spec: CreateHyperParameterTuningJobRequest,
): Promise<string | undefined> {
  const sageMaker = await session.clients.sageMaker()
  return createOnce(
    async () => {
      const send = () => sageMaker.createHyperParameterTuningJob(spec)
      return (await request('CreateHyperParameterTuningJob', undefined, send))
        .HyperParameterTuningJobArn
    },
    async () => {
      const there = await describeTuningJob(session, spec.HyperParameterTuningJobName ?? '')
      return trainingOf(there) === trainingOf(spec) ? there.HyperParameterTuningJobArn : undefined
    },
  )
}

/** By what a tuning job is known again: what it trains, as whom, and where its models go. */
function trainingOf({
  TrainingJobDefinition: definition,
}: Pick<CreateHyperParameterTuningJobRequest, 'TrainingJobDefinition'>): string {
  return JSON.stringify([
    definition?.AlgorithmSpecification?.TrainingImage,
    definition?.RoleArn,
    definition?.OutputDataConfig?.S3OutputPath,
  ])
}
