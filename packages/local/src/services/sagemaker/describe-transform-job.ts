import type { Platform } from '../../jobs/platform.ts'
import type { RequestContext } from '../operation.ts'
import { epochSeconds } from './answers.ts'
import { findTransformJob } from './find-resource.ts'

/** Everything there is to know of a transform job: what was asked, and how far it is. */
export function describeTransformJob(
  platform: Platform,
  { TransformJobName }: { TransformJobName: string },
  context: RequestContext,
): unknown {
  const job = findTransformJob(platform, TransformJobName, context)
  const { Tags: _, ...asked } = job.request
  const { parameters } = job
  return {
    ...asked,
    // What the job leaves open is told once the container has been asked.
    ...(parameters && {
      MaxConcurrentTransforms: parameters.maxConcurrentTransforms,
      MaxPayloadInMB: parameters.maxPayloadInMB,
      BatchStrategy: parameters.batchStrategy,
    }),
    TransformJobArn: job.arn,
    TransformJobStatus: job.status,
    ...(job.failureReason !== undefined && { FailureReason: job.failureReason }),
    CreationTime: epochSeconds(job.creationTime),
    ...(job.startTime && { TransformStartTime: epochSeconds(job.startTime) }),
    ...(job.endTime && { TransformEndTime: epochSeconds(job.endTime) }),
  }
}
