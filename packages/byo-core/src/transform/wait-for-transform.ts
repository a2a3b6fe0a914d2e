import type { DescribeTransformJobResponse } from '@aws-sdk/client-sagemaker'
import { readLastWords } from '../logs/read-log-tail.ts'
import { isAccessDenied, isNotFound } from '../requests/error-kinds.ts'
import { type Watched, waitForEnd } from '../requests/wait-for-end.ts'
import type { Session } from '../session/session.ts'
import type { WaitOptions } from '../waiting/wait-options.ts'
import { describeTransformJob } from './describe-transform-job.ts'
import { type JobObjects, listOutputs } from './list-outputs.ts'
import {
  type CompletedTransform,
  completedTransform,
  hasEnded,
  transformError,
} from './transform-outcome.ts'

/**
 * What a transform job is doing.
 *
 * @public
 */
export interface TransformProgress {
  /** Such as `InProgress`. */
  readonly status: string
  /** Its machines run, from which on they are paid for. */
  readonly hasStarted: boolean
}

/** The group that SageMaker writes the lines of all transform jobs to. */
const logGroup = '/aws/sagemaker/TransformJobs'

/** Where the lines of one job are. */
export function transformLog(name: string): { group: string; streamPrefix: string } {
  return { group: logGroup, streamPrefix: `${name}/` }
}

/** Waits for the job's end and gives its result; every end but `Completed` is an error. */
export async function waitForTransform(
  session: Session,
  name: string,
  options: WaitOptions<TransformProgress>,
): Promise<CompletedTransform> {
  const { signal } = options
  const job = await waitForTransformEnd(session, name, options)
  if (job.TransformJobStatus === 'Completed') {
    const objects = await look(session, job, signal)
    return completedTransform(job, objects?.transformed)
  }
  // The job's own end is what counts, whatever S3 says.
  const objects = await look(session, job, signal).catch(() => undefined)
  const tail = await readLastWords(session, transformLog(name), signal)
  throw transformError(job, objects, tail)
}

/** Waits for the job's end, whatever it is. */
export async function waitForTransformEnd(
  session: Session,
  name: string,
  options: WaitOptions<TransformProgress>,
): Promise<DescribeTransformJobResponse> {
  const watched: Watched<DescribeTransformJobResponse> = {
    subject: `transform job ${name}`,
    describe: (signal) => describeTransformJob(session, name, signal),
    words(job) {
      const { status, hasStarted } = progressOf(job)
      return hasStarted ? `${status}, started` : status
    },
    onNews: (job) => options.onProgress?.(progressOf(job)),
    isOver: hasEnded,
  }
  return waitForEnd(session.runtime, watched, options)
}

function progressOf(job: DescribeTransformJobResponse): TransformProgress {
  return { status: job.TransformJobStatus ?? '', hasStarted: job.TransformStartTime !== undefined }
}

/** What there is; undefined where the caller may not look, though SageMaker's role may, or where it is gone. */
async function look(
  session: Session,
  job: DescribeTransformJobResponse,
  signal: AbortSignal | undefined,
): Promise<JobObjects | undefined> {
  return listOutputs(session, job, signal).catch((error: unknown) => {
    if (isAccessDenied(error) || isNotFound(error)) return undefined
    throw error
  })
}
