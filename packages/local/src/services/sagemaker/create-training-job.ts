import { AwsError } from '../../errors.ts'
import type { Platform } from '../../jobs/platform.ts'
import { newTrainingJob } from '../../jobs/training/new-training-job.ts'
import { startTrainingJob } from '../../jobs/training/run-training-job.ts'
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

  const job = newTrainingJob(request, context, {
    now: platform.clock.now().getTime(),
    tags: request.Tags,
  })
  platform.trainingJobs.add(job)
  void startTrainingJob(platform, job, image)
  return { TrainingJobArn: job.arn }
}
