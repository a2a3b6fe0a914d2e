import { AwsError } from '../../errors.ts'
import type { Platform } from '../../jobs/platform.ts'
import { mergeTags } from '../../jobs/resource.ts'
import { startTransformJob } from '../../jobs/transform/run-transform-job.ts'
import type { TransformJob } from '../../jobs/transform/transform-job.ts'
import { sageMakerArn } from '../../state/arn.ts'
import type { RequestContext } from '../operation.ts'
import { checkTransformData } from './check-s3.ts'
import { checkTransformModel } from './check-transform-model.ts'
import { findModel } from './find-resource.ts'
import {
  type CreateTransformJobInput,
  resolveTransformRequest,
} from './resolve-transform-request.ts'
import { resolveImages } from './resolve-variants.ts'

/** Checks what SageMaker checks at once, then starts the job and answers without waiting for it. */
export function createTransformJob(
  platform: Platform,
  input: CreateTransformJobInput,
  context: RequestContext,
): unknown {
  const { accountId, region } = context
  const existing = platform.transformJobs.get(region, input.TransformJobName)
  if (existing !== undefined) {
    throw new AwsError(
      'ResourceInUse',
      `Job name must be unique within an AWS account and region, and a job with this name already exists (${existing.arn})`,
    )
  }
  const request = resolveTransformRequest(input)
  const model = findModel(platform, request.ModelName, context)
  checkTransformModel(model)
  checkTransformData(platform, request, model.request.ExecutionRoleArn ?? '', context)
  const now = platform.clock.now().getTime()
  const job: TransformJob = {
    name: request.TransformJobName,
    arn: sageMakerArn(context, 'transform-job', request.TransformJobName),
    accountId,
    region,
    request,
    model,
    images: resolveImages(platform, model),
    creationTime: now,
    lastModifiedTime: now,
    tags: mergeTags([], request.Tags),
    status: 'InProgress',
  }
  platform.transformJobs.add(job)
  startTransformJob(platform, job)
  return { TransformJobArn: job.arn }
}
