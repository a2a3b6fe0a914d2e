import type { DescribeHyperParameterTuningJobResponse } from '@aws-sdk/client-sagemaker'

/**
 * How many trials there are of each kind.
 *
 * @public
 */
export interface TrialCounts {
  /** Ended well. */
  readonly completed: number
  /** Under way. */
  readonly inProgress: number
  /** Failed, for a reason of their own or of SageMaker's. */
  readonly failed: number
  /** Stopped, by hand or because they would hardly have become better than others. */
  readonly stopped: number
  /** As many as there will be at most; undefined where the job has no such limit. */
  readonly max: number | undefined
}

/** The counts in SageMaker's description of the tuning job. */
export function countTrials({
  TrainingJobStatusCounters: counters = {},
  HyperParameterTuningJobConfig,
}: DescribeHyperParameterTuningJobResponse): TrialCounts {
  return {
    completed: counters.Completed ?? 0,
    inProgress: counters.InProgress ?? 0,
    failed: (counters.RetryableError ?? 0) + (counters.NonRetryableError ?? 0),
    stopped: counters.Stopped ?? 0,
    max: HyperParameterTuningJobConfig?.ResourceLimits?.MaxNumberOfTrainingJobs,
  }
}
