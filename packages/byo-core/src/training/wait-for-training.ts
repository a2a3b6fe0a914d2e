import type { DescribeTrainingJobResponse } from '@aws-sdk/client-sagemaker'
import { readLastWords } from '../logs/read-log-tail.ts'
import { type Watched, waitForEnd } from '../requests/wait-for-end.ts'
import type { Session } from '../session/session.ts'
import type { WaitOptions } from '../waiting/wait-options.ts'
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
  const watched: Watched<DescribeTrainingJobResponse> = {
    subject: `training job ${name}`,
    describe: (signal) => describeTrainingJob(session, name, signal),
    words(job) {
      const { status, secondaryStatus } = progressOf(job)
      return `${status}, ${secondaryStatus}`
    },
    onNews: (job) => options.onProgress?.(progressOf(job)),
    isOver: hasEnded,
  }
  return waitForEnd(session.runtime, watched, options)
}

function progressOf(job: DescribeTrainingJobResponse): TrainingProgress {
  return {
    status: job.TrainingJobStatus ?? '',
    secondaryStatus: job.SecondaryStatus ?? '',
    message: job.SecondaryStatusTransitions?.at(-1)?.StatusMessage,
  }
}
