import { AwsError } from '../../errors.ts'
import type { Platform } from '../../jobs/platform.ts'
import { mergeTags, type Time } from '../../jobs/resource.ts'
import { startTrainingJob } from '../../jobs/training/run-training-job.ts'
import type { TrainingJob } from '../../jobs/training/training-job.ts'
import type { TrainingRequest } from '../../jobs/training/training-request.ts'
import { step } from '../../jobs/training/training-states.ts'
import { sageMakerArn } from '../../state/arn.ts'
import type { RequestContext } from '../operation.ts'
import { checkTrainingImage } from './check-image.ts'
import { checkInputData, checkTargetBuckets } from './check-s3.ts'
import { type CreateTrainingJobInput, resolveTrainingRequest } from './resolve-training-request.ts'

/** Checks what SageMaker checks at once, then starts the job and answers without waiting for it. */
export function createTrainingJob(
  platform: Platform,
  input: CreateTrainingJobInput,
  context: RequestContext,
): unknown {
  const existing = platform.trainingJobs.get(context.region, input.TrainingJobName)
  if (existing !== undefined) {
    throw new AwsError(
      'ResourceInUse',
      `Training job names must be unique within an AWS account and region, and a training job with this name already exists (${existing.arn})`,
    )
  }
  const request = resolveTrainingRequest(input)
  const image = checkTrainingImage(platform, request.AlgorithmSpecification.TrainingImage)
  checkInputData(platform, request, context)
  checkTargetBuckets(platform, request)

  const job = newTrainingJob(request, context, platform.clock.now().getTime())
  platform.trainingJobs.add(job)
  startTrainingJob(platform, job, image)
  return { TrainingJobArn: job.arn }
}

function newTrainingJob(request: TrainingRequest, context: RequestContext, now: Time): TrainingJob {
  const { accountId, region } = context
  const job: TrainingJob = {
    name: request.TrainingJobName,
    arn: sageMakerArn(context, 'training-job', request.TrainingJobName),
    accountId,
    region,
    request,
    creationTime: now,
    tags: mergeTags([], request.Tags),
    transitions: [],
    metrics: [],
    runMilliseconds: 0,
    status: 'InProgress',
    secondaryStatus: 'Starting',
    lastModifiedTime: now,
  }
  step(job, 'Starting', now)
  return job
}
