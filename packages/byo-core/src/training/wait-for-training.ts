import type { DescribeTrainingJobResponse } from '@aws-sdk/client-sagemaker'
import { readLastWords } from '../logs/read-log-tail.ts'
import { isTransient } from '../requests/error-kinds.ts'
import type { Session } from '../session/session.ts'
import { type WaitOptions, waiterOptions } from '../waiting/wait-options.ts'
import { waitUntil } from '../waiting/wait-until.ts'
import { describeTrainingJob } from './describe-training-job.ts'
import {
  type CompletedTraining,
  completedTraining,
  hasEnded,
  trainingError,
} from './training-outcome.ts'

/**
 * What a training job is doing.
 *
 * @public
 */
export interface TrainingProgress {
  /** Such as `InProgress`. */
  readonly status: string
  /** Such as `Starting`, `Downloading`, `Training`, `Uploading`. */
  readonly secondaryStatus: string
  /** SageMaker's words for people; they change. */
  readonly message: string | undefined
}

/** The group that SageMaker writes the lines of all training jobs to. */
const logGroup = '/aws/sagemaker/TrainingJobs'

/** Where the lines of one job are. */
export function trainingLog(name: string): { group: string; streamPrefix: string } {
  return { group: logGroup, streamPrefix: `${name}/` }
}

/** Waits for the job's end and gives its result; every end but `Completed` is an error. */
export async function waitForTraining(
  session: Session,
  name: string,
  options: WaitOptions<TrainingProgress>,
): Promise<CompletedTraining> {
  const job = await waitForTrainingEnd(session, name, options)
  if (job.TrainingJobStatus === 'Completed') return completedTraining(job)
  const tail = await readLastWords(session, trainingLog(name), options.signal)
  throw trainingError(job, tail)
}

/** Waits for the job's end, whatever it is. */
export async function waitForTrainingEnd(
  session: Session,
  name: string,
  options: WaitOptions<TrainingProgress>,
): Promise<DescribeTrainingJobResponse> {
  let reported = ''
  return waitUntil(
    {
      ...waiterOptions(options),
      subject: `training job ${name}`,
      passes: isTransient,
      runtime: session.runtime,
    },
    async (signal) => {
      const job = await describeTrainingJob(session, name, signal)
      const progress = progressOf(job)
      const seen = `${progress.status}, ${progress.secondaryStatus}`
      if (seen !== reported) options.onProgress?.(progress)
      reported = seen
      return hasEnded(job) ? { state: 'SUCCESS', value: job } : { state: 'RETRY', seen }
    },
  )
}

function progressOf(job: DescribeTrainingJobResponse): TrainingProgress {
  return {
    status: job.TrainingJobStatus ?? '',
    secondaryStatus: job.SecondaryStatus ?? '',
    message: job.SecondaryStatusTransitions?.at(-1)?.StatusMessage,
  }
}
