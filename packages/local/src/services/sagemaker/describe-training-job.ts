import type { Platform } from '../../jobs/platform.ts'
import type {
  MetricValue,
  TrainingJob,
  Transition,
  WarmPool,
} from '../../jobs/training/training-job.ts'
import type { RequestContext } from '../operation.ts'
import { epochSeconds, secondsBetween } from './answers.ts'
import { findTrainingJob } from './find-resource.ts'

/** What a second of a spot instance costs, in seconds of one that is not: AWS promises up to 90 % less. */
const spotPrice = 0.3

/** Everything there is to know of a training job: what was asked, and how far it is. */
export function describeTrainingJob(
  platform: Platform,
  { TrainingJobName }: { TrainingJobName: string },
  context: RequestContext,
): unknown {
  const job = findTrainingJob(platform, TrainingJobName, context)
  const { Tags: _, SessionChainingConfig: __, ...asked } = job.request
  return {
    ...asked,
    ...job.profiling,
    ResourceConfig: describeResources(job),
    // Nothing is profiled here, whatever the job asks for.
    ProfilingStatus: 'Disabled',
    TrainingJobArn: job.arn,
    ...(job.tuningJobArn !== undefined && { TuningJobArn: job.tuningJobArn }),
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
    ...(job.warmPool && { WarmPoolStatus: describeWarmPool(job.warmPool) }),
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

/** The resources as asked for, with the time that the warm pool was given since. */
function describeResources({ request: { ResourceConfig }, warmPool }: TrainingJob): object {
  if (ResourceConfig.KeepAlivePeriodInSeconds === undefined) return ResourceConfig
  return { ...ResourceConfig, KeepAlivePeriodInSeconds: warmPool?.keepAliveSeconds ?? 0 }
}

/** The state of a job's warm pool, as the API writes it. */
export function describeWarmPool({ status, retainedSeconds, reusedByJob }: WarmPool): object {
  return {
    Status: status,
    ...(retainedSeconds !== undefined && {
      ResourceRetainedBillableTimeInSeconds: retainedSeconds,
    }),
    ...(reusedByJob !== undefined && { ReusedByJob: reusedByJob }),
  }
}

/** What is there after the end only; a job that never had instances has no times of them. */
function describeEnd({ endTime, startTime, runMilliseconds, request }: TrainingJob): object {
  if (endTime === undefined) return {}
  const TrainingEndTime = epochSeconds(endTime)
  if (startTime === undefined) return { TrainingEndTime }
  const price = request.EnableManagedSpotTraining ? spotPrice : 1
  return {
    TrainingEndTime,
    TrainingTimeInSeconds: secondsBetween(startTime, endTime),
    BillableTimeInSeconds: secondsBetween(0, runMilliseconds * price),
  }
}
