import type { DescribeTransformJobResponse } from '@aws-sdk/client-sagemaker'
import { lastSentence } from '../logs/last-words.ts'
import { quotaAdvice } from '../requests/quota.ts'
import { asSentence } from '../wording/as-sentence.ts'
import type { JobObjects } from './list-outputs.ts'
import { TransformError } from './transform-error.ts'
import type { TransformedObject } from './transformed-object.ts'

/**
 * A transform job that has ended well.
 *
 * @public
 */
export interface CompletedTransform {
  /** The job's name. */
  readonly name: string
  /** Such as `arn:aws:sagemaker:eu-west-1:123456789012:transform-job/iris-1`. */
  readonly arn: string
  /** The `s3://` prefix that the outputs lie under. */
  readonly outputUri: string
  /** Each input with its output, in the order of inputs; undefined where the caller may not list them. */
  readonly objects: readonly TransformedObject[] | undefined
  /** Seconds on the machines, which are paid for on each; undefined where SageMaker doesn't tell them. */
  readonly seconds: number | undefined
}

/** The job has ended, one way or another. */
export function hasEnded({ TransformJobStatus }: DescribeTransformJobResponse): boolean {
  return TransformJobStatus !== 'InProgress' && TransformJobStatus !== 'Stopping'
}

/** The facts of a job with status `Completed`. */
export function completedTransform(
  job: DescribeTransformJobResponse,
  objects: readonly TransformedObject[] | undefined,
): CompletedTransform {
  const { TransformStartTime: start, TransformEndTime: end } = job
  return {
    name: job.TransformJobName ?? '',
    arn: job.TransformJobArn ?? '',
    outputUri: job.TransformOutput?.S3OutputPath ?? '',
    objects,
    seconds: start && end && (end.getTime() - start.getTime()) / 1000,
  }
}

/** The error of a job that has ended in any other way. */
export function transformError(
  job: DescribeTransformJobResponse,
  objects: JobObjects | undefined,
  logTail: readonly string[],
): TransformError {
  const jobName = job.TransformJobName ?? ''
  const reason = (job.FailureReason ?? '').trim()
  const { inputUri, words } = findCulprit(reason, objects, logTail)
  const failed = (code: ConstructorParameters<typeof TransformError>[0], text: string) =>
    new TransformError(code, `Transform job ${jobName} ${text}`, {
      jobName,
      jobArn: job.TransformJobArn ?? '',
      status: job.TransformJobStatus ?? '',
      failureReason: job.FailureReason,
      inputUri,
      outputs: objects?.transformed ?? [],
      logTail,
    })

  if (job.TransformJobStatus !== 'Failed') {
    return failed('transform-stopped', 'was stopped before it was done, and has stored nothing.')
  }
  if (/^(CapacityError|Insufficient\w*Capacity)/.test(reason)) {
    const advice = 'Try again later, or choose another instanceType or region.'
    return failed('capacity-error', `got no machine: ${reason} ${advice}`)
  }
  if (/^ResourceLimitExceeded/.test(reason)) {
    return failed('quota-exceeded', `is over a quota: ${reason} ${quotaAdvice(reason)}`)
  }
  return failed('transform-failed', `failed: ${words}${whatIsThere(job, objects)}`)
}

/**
 * The object that the job failed for, and what is said of it. SageMaker names it in the job's reason, or in a line
 * of its own in the log: `…:[sagemaker logs]: bucket/key: ClientError: 400`.
 */
function findCulprit(
  reason: string,
  objects: JobObjects | undefined,
  logTail: readonly string[],
): { readonly inputUri: string | undefined; readonly words: string } {
  const sentence = reason.replace(/^(Client|Algorithm)Error: ?/, '')
  const words = asSentence(sentence) || 'SageMaker gives no reason.'
  const named = nameIn(reason, objects)
  if (named !== undefined) return { inputUri: named, words }
  const said = logTail.flatMap((line) => /\[sagemaker logs\]: (.+)$/.exec(line)?.[1] ?? [])
  for (const line of said) {
    const inputUri = nameIn(line, objects)
    if (inputUri !== undefined) return { inputUri, words: `${words} It says of ${line}.` }
  }
  const wrote = logTail.length > 0 ? ` ${lastSentence('Its container', logTail)}` : ''
  return { inputUri: undefined, words: `${words}${wrote}` }
}

/** The input without output that a text names; the longest of several, of which the others are beginnings. */
function nameIn(text: string, objects: JobObjects | undefined): string | undefined {
  const named = (objects?.missing ?? []).flatMap(({ inputUri }) =>
    text.includes(inputUri.replace(/^s3:\/\//i, '')) ? [inputUri] : [],
  )
  return named.sort((a, b) => b.length - a.length)[0]
}

function whatIsThere(
  { TransformOutput }: DescribeTransformJobResponse,
  objects: JobObjects | undefined,
): string {
  if (objects === undefined) return ''
  const { transformed, missing } = objects
  const total = transformed.length + missing.length
  if (transformed.length === 0) return ` None of ${total} objects was transformed.`
  return ` ${transformed.length} of ${total} objects were transformed, to ${TransformOutput?.S3OutputPath}.`
}
