import type { DescribeTransformJobResponse } from '@aws-sdk/client-sagemaker'
import { formatS3Uri, joinKey, parseS3Uri } from '../naming/s3-uri.ts'
import { type ListedObject, listObjects } from '../s3/list-objects.ts'
import type { Session } from '../session/session.ts'
import { type InputObject, listInputs } from './list-inputs.ts'
import type { TransformedObject } from './transformed-object.ts'

/** Of a job's inputs, those that are transformed and those that are not, in their order. */
export interface JobObjects {
  readonly transformed: readonly TransformedObject[]
  readonly missing: readonly InputObject[]
}

/**
 * Finds the output of each input that is still there. What lay in its place before the job began is another job's,
 * and so is what belongs to no input.
 */
export async function listOutputs(
  session: Session,
  job: DescribeTransformJobResponse,
  signal: AbortSignal | undefined,
): Promise<JobObjects> {
  const { bucket, key: folder } = parseS3Uri(job.TransformOutput?.S3OutputPath ?? '')
  const place = formatS3Uri({ bucket, key: joinKey(folder) === '' ? '' : `${joinKey(folder)}/` })
  const outputs = new Map<string, ListedObject>()
  for await (const object of listObjects(session, place, signal)) {
    if (object.key.endsWith('.out') && !isOlder(object, job)) outputs.set(object.key, object)
  }
  const transformed: TransformedObject[] = []
  const missing: InputObject[] = []
  for await (const input of listInputs(session, job, signal)) {
    const key = joinKey(folder, `${input.path}.out`)
    const output = outputs.get(key)
    if (output === undefined) missing.push(input)
    else {
      const outputUri = formatS3Uri({ bucket, key })
      transformed.push({ ...input, outputUri, bytes: output.bytes })
    }
  }
  return { transformed, missing }
}

/** S3 tells whole seconds. */
function isOlder(
  { lastModified }: ListedObject,
  { CreationTime }: DescribeTransformJobResponse,
): boolean {
  if (lastModified === undefined || CreationTime === undefined) return false
  return lastModified.getTime() < Math.floor(CreationTime.getTime() / 1000) * 1000
}
