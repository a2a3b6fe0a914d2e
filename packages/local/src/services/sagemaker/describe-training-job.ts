import type { Platform } from '../../jobs/platform.ts'
import type { MetricValue, TrainingJob, Transition } from '../../jobs/training/training-job.ts'
import type { RequestContext } from '../operation.ts'
import { epochSeconds, secondsBetween } from './answers.ts'
import { findTrainingJob } from './find-resource.ts'

/** Everything there is to know of a training job: what was asked, and how far it is. */
export function describeTrainingJob(
  platform: Platform,
  { TrainingJobName }: { TrainingJobName: string },
  context: RequestContext,
): unknown {
  const job = findTrainingJob(platform, TrainingJobName, context)
  const { Tags: _, ...asked } = job.request
  return {
    ...asked,
    TrainingJobArn: job.arn,
    TrainingJobStatus: job.status,
    SecondaryStatus: job.secondaryStatus,
    SecondaryStatusTransitions: job.transitions.map(describeTransition),
    CreationTime: epochSeconds(job.creationTime),
    LastModifiedTime: epochSeconds(job.lastModifiedTime),
    ModelArtifacts: { ...(job.modelArtifacts && { S3ModelArtifacts: job.modelArtifacts }) },
    ...(job.failureReason !== undefined && { FailureReason: job.failureReason }),
    ...(job.startTime && { TrainingStartTime: epochSeconds(job.startTime) }),
    ...(job.metrics.length > 0 && {
      FinalMetricDataList: job.metrics.map(describeMetric),
    }),
    ...describeEnd(job),
  }
}

function describeTransition({ status, startTime, endTime, message }: Transition): unknown {
  return {
    Status: status,
    StartTime: epochSeconds(startTime),
    ...(endTime && { EndTime: epochSeconds(endTime) }),
    StatusMessage: message,
  }
}

function describeMetric({ name, value, time }: MetricValue): unknown {
  return { MetricName: name, Value: value, Timestamp: epochSeconds(time) }
}

/** What is there after the end only. */
function describeEnd({ endTime, startTime }: TrainingJob): object {
  if (endTime === undefined) return {}
  const seconds = secondsBetween(startTime ?? endTime, endTime)
  return {
    TrainingEndTime: epochSeconds(endTime),
    TrainingTimeInSeconds: seconds,
    BillableTimeInSeconds: seconds,
  }
}
