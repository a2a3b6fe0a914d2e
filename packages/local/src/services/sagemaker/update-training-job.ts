import type { Platform } from '../../jobs/platform.ts'
import { isTerminal } from '../../jobs/training/training-states.ts'
import { keepWarmPool } from '../../jobs/training/warm-pools.ts'
import type { RequestContext } from '../operation.ts'
import { findTrainingJob } from './find-resource.ts'
import { notHere, refusal } from './refusals.ts'

/** What of a training job can be changed. */
interface UpdateTrainingJobInput {
  readonly TrainingJobName: string
  readonly ResourceConfig?: { readonly KeepAlivePeriodInSeconds: number }
  readonly ProfilerConfig?: object
  readonly ProfilerRuleConfigurations?: readonly unknown[]
  readonly RemoteDebugConfig?: { readonly EnableRemoteDebug?: boolean }
}

/** Changes how long a job's warm pool is kept, or what would be profiled. */
export function updateTrainingJob(
  platform: Platform,
  input: UpdateTrainingJobInput,
  context: RequestContext,
): unknown {
  const job = findTrainingJob(platform, input.TrainingJobName, context)
  const { ResourceConfig, ProfilerConfig, ProfilerRuleConfigurations } = input
  if (input.RemoteDebugConfig?.EnableRemoteDebug === true) throw notHere('RemoteDebugConfig')
  if ((ProfilerConfig ?? ProfilerRuleConfigurations) !== undefined && isTerminal(job)) {
    throw refusal(`The request was rejected because the training job is in status ${job.status}.`)
  }
  const { status } = job.warmPool ?? {}
  if (ResourceConfig !== undefined && status !== 'Available' && status !== 'InUse') {
    throw refusal(
      'KeepAlivePeriodInSeconds cannot be updated: the training job has no warm pool that is Available or InUse.',
    )
  }

  if (ResourceConfig !== undefined) {
    keepWarmPool(platform, job, ResourceConfig.KeepAlivePeriodInSeconds)
  }
  if (ProfilerConfig !== undefined || ProfilerRuleConfigurations !== undefined) {
    const profiling = {
      ...job.profiling,
      ...(ProfilerConfig && { ProfilerConfig }),
      ...(ProfilerRuleConfigurations && { ProfilerRuleConfigurations }),
    }
    platform.trainingJobs.change(job, { profiling })
  }
  return { TrainingJobArn: job.arn }
}
