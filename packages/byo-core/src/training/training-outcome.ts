import type { DescribeTrainingJobResponse } from '@aws-sdk/client-sagemaker'
import { lastSentence } from '../logs/last-words.ts'
import { quotaAdvice } from '../requests/quota.ts'
import { TrainingError } from './training-error.ts'

/**
 * A training job that has ended well.
 *
 * @public
 */
export interface CompletedTraining {
  /** The job's name. */
  readonly name: string
  /** Such as `arn:aws:sagemaker:eu-west-1:123456789012:training-job/iris-1`. */
  readonly arn: string
  /** The model's archive in S3. */
  readonly modelDataUri: string
  /** Seconds on the machine, where SageMaker tells them. */
  readonly trainingSeconds: number | undefined
  /** Seconds that are paid for, where SageMaker tells them. */
  readonly billableSeconds: number | undefined
  /** The last value of each metric that the job's definitions found in its log. */
  readonly metrics: Readonly<Record<string, number>>
}

/** The job has ended, one way or another. */
export function hasEnded({ TrainingJobStatus }: DescribeTrainingJobResponse): boolean {
  return TrainingJobStatus !== 'InProgress' && TrainingJobStatus !== 'Stopping'
}

/** The facts of a job with status `Completed`. */
export function completedTraining(job: DescribeTrainingJobResponse): CompletedTraining {
  return {
    name: job.TrainingJobName ?? '',
    arn: job.TrainingJobArn ?? '',
    modelDataUri: job.ModelArtifacts?.S3ModelArtifacts ?? '',
    trainingSeconds: job.TrainingTimeInSeconds,
    billableSeconds: job.BillableTimeInSeconds,
    metrics: finalMetrics(job),
  }
}

/** The last value of each metric by its name; what isn't there yet is left out. */
export function finalMetrics({
  FinalMetricDataList = [],
}: DescribeTrainingJobResponse): Readonly<Record<string, number>> {
  return Object.fromEntries(
    FinalMetricDataList.map(({ MetricName = '', Value = Number.NaN }) => [MetricName, Value]),
  )
}

/** The error of a job that has ended in any other way. */
export function trainingError(
  job: DescribeTrainingJobResponse,
  logTail: readonly string[],
): TrainingError {
  const jobName = job.TrainingJobName ?? ''
  const secondaryStatus = job.SecondaryStatus ?? job.TrainingJobStatus ?? ''
  const modelDataUri = job.ModelArtifacts?.S3ModelArtifacts
  const { sentence, exitCode } = parseFailureReason(job.FailureReason ?? '')
  const facts = {
    jobName,
    jobArn: job.TrainingJobArn ?? '',
    secondaryStatus,
    failureReason: job.FailureReason,
    exitCode,
    logTail,
    modelDataUri,
  }
  const failed = (code: ConstructorParameters<typeof TrainingError>[0], words: string) =>
    new TrainingError(code, `Training job ${jobName} ${words}`, facts)

  if (job.TrainingJobStatus === 'Failed') {
    // The whole reason: a program that complains of capacities has failed for reasons of its own.
    const reason = job.FailureReason ?? ''
    if (/^(CapacityError|Insufficient\w*Capacity)/.test(reason)) {
      const advice = 'Try again later, or choose another instanceType or region.'
      return failed('capacity-error', `got no machine: ${sentence} ${advice}`)
    }
    if (/^ResourceLimitExceeded/.test(reason)) {
      return failed('quota-exceeded', `is over a quota: ${sentence} ${quotaAdvice(reason)}`)
    }
    return failed('training-failed', `failed: ${sentence || withoutReason(exitCode, logTail)}`)
  }
  const kept = modelDataUri ? ` What it had saved is at ${modelDataUri}.` : ''
  const { MaxRuntimeInSeconds, MaxWaitTimeInSeconds } = job.StoppingCondition ?? {}
  switch (secondaryStatus) {
    case 'MaxRuntimeExceeded':
      return failed(
        'max-runtime-exceeded',
        `was stopped because it ran for more than ${MaxRuntimeInSeconds} s: give it a longer maxRuntimeInSeconds or a larger instance.${kept}`,
      )
    case 'MaxWaitTimeExceeded':
      return failed(
        'max-runtime-exceeded',
        `was stopped because it waited for spot machines and ran for more than ${MaxWaitTimeInSeconds} s: give it a longer maxWaitInSeconds, or no spot machines.${kept}`,
      )
    default:
      return failed('training-stopped', `was stopped before it was done (${secondaryStatus}).`)
  }
}

/**
 * Takes SageMaker's wrapping off the container's own words: `AlgorithmError: <words>, exit code: 1`,
 * where the words may be empty. Other reasons, such as `CapacityError: …`, stay as they are.
 */
export function parseFailureReason(reason: string): {
  readonly sentence: string
  readonly exitCode: number | undefined
} {
  const [, words, code] = /^AlgorithmError: ?(.*?)(?:, exit code: (-?\d+))?\s*$/s.exec(reason) ?? []
  if (words === undefined) return { sentence: reason.trim(), exitCode: undefined }
  const sentence = words.replace(stackTrace, '').trim()
  return { sentence, exitCode: code === undefined ? undefined : Number(code) }
}

/** A JavaScript stack below the message: for `failureReason`, not for the sentence that people read. */
const stackTrace = /\n\s+at [\s\S]*$/

/** For a container that ended without a word in its failure file. */
function withoutReason(exitCode: number | undefined, logTail: readonly string[]): string {
  const code = exitCode === undefined ? '' : ` with exit code ${exitCode}`
  return lastSentence(`the container ended${code}, gave no reason, and`, logTail)
}
