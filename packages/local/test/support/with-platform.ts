import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { Readable } from 'node:stream'
import { afterEach, beforeEach, expect } from 'vitest'
import { createPlatform, type Platform } from '../../src/jobs/platform.ts'
import { Caller } from '../../src/protocols/caller.ts'
import { createLogsOperations } from '../../src/services/logs/operations.ts'
import type { RequestContext } from '../../src/services/operation.ts'
import { createSageMakerOperations } from '../../src/services/sagemaker/operations.ts'
import { openDataFolder } from '../../src/state/data-folder.ts'
import { DiskObjectStore } from '../../src/state/disk-object-store.ts'
import { systemClock } from '../../src/state/system-clock.ts'
import { PackedImages } from './images.ts'
import { TestClock } from './test-clock.ts'

const accountId = '000000000000'
const region = 'us-east-1'
export const bucket = 'bucket'
const roleArn = 'arn:aws:iam::000000000000:role/SageMakerRole'

/** What an operation answers, in whatever shape. */
// biome-ignore lint/suspicious/noExplicitAny: tests read answers of every shape
export type Answer = any

/** A platform with a bucket, as the operations of its services see it, without HTTP between. */
export interface PlatformUnderTest {
  readonly platform: Platform
  readonly clock: TestClock
  readonly objects: DiskObjectStore
  readonly images: PackedImages
  /** The platform's own folder. */
  readonly workDir: string
  readonly context: RequestContext
  sageMaker(operation: string, input: object): Promise<Answer>
  logs(operation: string, input: object): Promise<Answer>
  put(key: string, body: string | Uint8Array): Promise<string>
  close(): Promise<void>
}

/** Makes a platform; the caller closes it. */
function openPlatform(): PlatformUnderTest {
  const folder = mkdtempSync(join(tmpdir(), 'byo-platform-test-'))
  const data = openDataFolder(join(folder, 'data'))
  const objects = new DiskObjectStore(data, systemClock, accountId)
  objects.createBucket(bucket, region)
  const images = new PackedImages(folder)
  const workDir = join(folder, 'work')
  const clock = new TestClock()
  const platform = createPlatform({
    objectStore: objects,
    imageStore: images,
    clock,
    data,
    url: () => 'http://127.0.0.1:1',
    workDir,
    host: { execPath: process.execPath, environment: process.env },
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  })
  const context: RequestContext = {
    accountId,
    region,
    requestId: 'request',
    accessKeyId: undefined,
    endpoint: 'http://127.0.0.1:1',
    caller: new Caller(),
  }
  const sageMaker = createSageMakerOperations(platform)
  const logs = createLogsOperations(platform)
  return {
    platform,
    clock,
    objects,
    images,
    workDir,
    context,
    sageMaker: async (operation, input) => sageMaker[operation]?.(input, context),
    logs: async (operation, input) => logs[operation]?.(input, context),
    async put(key, body) {
      await objects.put(bucket, key, Readable.from([Buffer.from(body)]))
      return `s3://${bucket}/${key}`
    },
    async close() {
      await platform.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** A fresh platform for each test of a file. */
export function usePlatform(): () => PlatformUnderTest {
  let open: PlatformUnderTest | undefined
  beforeEach(() => {
    open = openPlatform()
  })
  afterEach(async () => {
    await open?.close()
  })
  return () => open as PlatformUnderTest
}

/** A valid CreateTrainingJob request, changed as asked. */
export function trainingJob(image: string, changes: object = {}): Answer {
  return {
    TrainingJobName: 'job',
    RoleArn: roleArn,
    AlgorithmSpecification: { TrainingImage: image, TrainingInputMode: 'File' },
    OutputDataConfig: { S3OutputPath: `s3://${bucket}/out` },
    ResourceConfig: { InstanceType: 'ml.m5.large', InstanceCount: 1, VolumeSizeInGB: 1 },
    StoppingCondition: { MaxRuntimeInSeconds: 60 },
    ...changes,
  }
}

/** A channel of a training job. */
export function channel(name: string, uri: string, changes: object = {}): Answer {
  return {
    ChannelName: name,
    DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: uri } },
    ...changes,
  }
}

/** Describes a job again and again until it is in one of the states. */
export async function waitForJob(
  test: PlatformUnderTest,
  statuses: readonly string[] = ['Completed', 'Failed', 'Stopped'],
  name = 'job',
): Promise<Answer> {
  let job: Answer
  await expect
    .poll(async () => {
      job = await test.sageMaker('DescribeTrainingJob', { TrainingJobName: name })
      return [job.TrainingJobStatus, job.SecondaryStatus].some((one) => statuses.includes(one))
    })
    .toBe(true)
  return job
}

/** The lines of a log group's streams whose name starts as given. */
export async function readLog(
  test: PlatformUnderTest,
  logGroupName: string,
  logStreamNamePrefix?: string,
): Promise<string[]> {
  const { logStreams } = await test.logs('DescribeLogStreams', {
    logGroupName,
    ...(logStreamNamePrefix !== undefined && { logStreamNamePrefix }),
  })
  const pages = await Promise.all(
    logStreams.map(({ logStreamName }: Answer) =>
      test.logs('GetLogEvents', { logGroupName, logStreamName, startFromHead: true }),
    ),
  )
  return pages.flatMap(({ events }: Answer) => events.map(({ message }: Answer) => message))
}

/** The folders of the jobs and servers that run. */
export function runFolders({ workDir }: PlatformUnderTest): readonly string[] {
  return readdirSync(workDir, { recursive: true, withFileTypes: true })
    .filter(({ parentPath }) => basename(parentPath) === 'runs')
    .map(({ name }) => name)
}
