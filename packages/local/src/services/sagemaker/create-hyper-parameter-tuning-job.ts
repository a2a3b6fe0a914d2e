import { AwsError } from '../../errors.ts'
import type { Platform } from '../../jobs/platform.ts'
import { mergeTags } from '../../jobs/resource.ts'
import { startTuningJob } from '../../jobs/tuning/run-tuning-job.ts'
import type { TuningJob } from '../../jobs/tuning/tuning-job.ts'
import { sageMakerArn } from '../../state/arn.ts'
import type { RequestContext } from '../operation.ts'
import { checkTrainingImage } from './check-image.ts'
import { checkInputData, checkTargetBuckets } from './check-s3.ts'
import { type CreateTuningJobInput, resolveTuningRequest } from './resolve-tuning-request.ts'
import { resolveWarmStart } from './resolve-warm-start.ts'

/** Checks all that its training jobs will need, then starts the job and answers without waiting for it. */
export function createHyperParameterTuningJob(
  platform: Platform,
  input: CreateTuningJobInput,
  context: RequestContext,
): unknown {
  const { HyperParameterTuningJobName: name } = input
  const existing = platform.tuningJobs.get(context.region, name)
  if (existing !== undefined) {
    throw new AwsError(
      'ResourceInUse',
      `Hyperparameter tuning job names must be unique within an AWS account and region, and a hyperparameter tuning job with this name already exists (${existing.arn})`,
    )
  }
  const resolved = resolveTuningRequest(input)
  const images = resolved.definitions.map(({ template }) => {
    const image = checkTrainingImage(platform, template.AlgorithmSpecification.TrainingImage)
    checkInputData(platform, template, context)
    checkTargetBuckets(platform, template)
    return image
  })

  const heritage = resolveWarmStart(platform, resolved, context)
  const { accountId, region } = context
  const now = platform.clock.now().getTime()
  const job: TuningJob = {
    name,
    arn: sageMakerArn(context, 'hyper-parameter-tuning-job', name),
    accountId,
    region,
    ...resolved,
    ...(heritage && { heritage }),
    creationTime: now,
    tags: mergeTags([], input.Tags),
    trials: [],
    status: 'InProgress',
    lastModifiedTime: now,
  }
  platform.tuningJobs.add(job)
  startTuningJob(platform, job, images)
  return { HyperParameterTuningJobArn: job.arn }
}
