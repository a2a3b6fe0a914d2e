import { readFileSync } from 'node:fs'
import { expect } from 'vitest'
import { createModel } from './endpoints.ts'
import { type Answer, bucket, type PlatformUnderTest, readLog } from './with-platform.ts'

const group = '/aws/sagemaker/TransformJobs'

/** A valid CreateTransformJob request, changed as asked; it transforms what lies at `in/`. */
export function transformJob(changes: object = {}): Answer {
  return {
    TransformJobName: 'job',
    ModelName: 'model',
    TransformInput: input({}),
    TransformOutput: output({}),
    TransformResources: { InstanceType: 'ml.m5.large', InstanceCount: 1 },
    ModelClientConfig: { InvocationsMaxRetries: 0 },
    ...changes,
  }
}

/** Lines of CSV at `in/`, or something else. */
export function input(changes: object, S3Uri = `s3://${bucket}/in/`): Answer {
  const S3DataSource = { S3DataType: 'S3Prefix', S3Uri }
  return { DataSource: { S3DataSource }, ContentType: 'text/csv', SplitType: 'Line', ...changes }
}

/** Lines below `out`, or something else. */
export function output(changes: object): Answer {
  return { S3OutputPath: `s3://${bucket}/out`, AssembleWith: 'Line', ...changes }
}

/** Creates a model of the fixture program `transforms` that works as the variables say. */
export async function createTransformModel(
  test: PlatformUnderTest,
  environment: Readonly<Record<string, string>> = {},
): Promise<void> {
  await createModel(test, 'model', test.images.addProgram('transforms'), undefined, environment)
}

/** Runs a job of that model to its end. */
export async function transform(test: PlatformUnderTest, changes: object = {}): Promise<Answer> {
  await test.sageMaker('CreateTransformJob', transformJob(changes))
  return waitForTransform(test)
}

/** Describes a job again and again until it has one of the statuses. */
export async function waitForTransform(
  test: PlatformUnderTest,
  statuses: readonly string[] = ['Completed', 'Failed', 'Stopped'],
  TransformJobName = 'job',
): Promise<Answer> {
  let job: Answer
  await expect
    .poll(async () => {
      job = await test.sageMaker('DescribeTransformJob', { TransformJobName })
      return statuses.includes(job.TransformJobStatus)
    })
    .toBe(true)
  return job
}

/** The outputs in the bucket by key. */
export function outputs({ objects }: PlatformUnderTest): Record<string, string> {
  return Object.fromEntries(
    objects.list(bucket, 'out/').map(({ key, path }) => [key, readFileSync(path, 'utf8')]),
  )
}

/** What a container has said of a request. */
interface SeenRequest {
  readonly bytes: number
  readonly lines: number
  readonly inFlight: number
  readonly type?: string
  readonly accept?: string
  readonly coding?: string
}

/** The requests that the containers have seen. */
export async function seenRequests(test: PlatformUnderTest): Promise<SeenRequest[]> {
  const lines = await transformLog(test)
  return lines.filter((line) => line.startsWith('{')).map((line) => JSON.parse(line))
}

/** Everything in the log of transform jobs. */
export function transformLog(test: PlatformUnderTest): Promise<string[]> {
  return readLog(test, group)
}
