import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import {
  CloudWatchLogsClient,
  DescribeLogStreamsCommand,
  GetLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs'
import {
  CreateBucketCommand,
  GetObjectCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3'
import {
  AddTagsCommand,
  CreateEndpointCommand,
  CreateEndpointConfigCommand,
  type CreateEndpointConfigCommandInput,
  CreateHyperParameterTuningJobCommand,
  CreateModelCommand,
  CreateTrainingJobCommand,
  CreateTransformJobCommand,
  DeleteEndpointCommand,
  DeleteModelCommand,
  DescribeEndpointCommand,
  DescribeHyperParameterTuningJobCommand,
  DescribeModelCommand,
  DescribeTrainingJobCommand,
  DescribeTransformJobCommand,
  ListTagsCommand,
  ListTransformJobsCommand,
  paginateListModels,
  SageMakerClient,
  SageMakerServiceException,
} from '@aws-sdk/client-sagemaker'
import {
  InvokeEndpointAsyncCommand,
  InvokeEndpointCommand,
  SageMakerRuntimeClient,
} from '@aws-sdk/client-sagemaker-runtime'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildCli, type CliServer, killCli, startCli } from '../support/cli-process.ts'
import { PackedImages } from '../support/images.ts'
import { pushProgram } from '../support/push-program.ts'
import { transformJob } from '../support/transforms.ts'
import { tuningJob } from '../support/tuning.ts'
import { trainingJob } from '../support/with-platform.ts'

let folder = ''
let images: PackedImages
const servers: CliServer[] = []

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'byo-restart-test-'))
  images = new PackedImages(folder)
  await buildCli(folder)
})
afterAll(() => {
  for (const { child } of servers) child.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
})

/** A server with a data folder, and clients of it. */
async function start(dataDir: string) {
  const server = await startCli(folder, '--data', join(folder, dataDir))
  servers.push(server)
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' }
  const clientConfig = {
    endpoint: server.endpoint,
    region: 'us-east-1',
    credentials,
    maxAttempts: 1,
  }
  return {
    server,
    config: { clientConfig },
    sageMaker: new SageMakerClient(clientConfig),
    runtime: new SageMakerRuntimeClient(clientConfig),
    logs: new CloudWatchLogsClient(clientConfig),
    s3: new S3Client(clientConfig),
  }
}
type Started = Awaited<ReturnType<typeof start>>

/** Starts a training job of a fixture program and waits until it is in a state. */
async function train({ sageMaker, config }: Started, program: string, status: string) {
  const image = await pushProgram(config, images, program)
  const TrainingJobName = program
  const Tags = [{ Key: 'a', Value: 'b' }]
  await sageMaker.send(new CreateTrainingJobCommand(trainingJob(image, { TrainingJobName, Tags })))
  await expect
    .poll(async () => (await describeJob(sageMaker, program)).SecondaryStatus)
    .toBe(status)
}

function describeJob(sageMaker: SageMakerClient, TrainingJobName: string) {
  return sageMaker.send(new DescribeTrainingJobCommand({ TrainingJobName }))
}

/** Creates an endpoint of a fixture program. */
async function deploy(
  { sageMaker, config }: Started,
  program: string,
  changes: Partial<CreateEndpointConfigCommandInput> = {},
) {
  const Image = await pushProgram(config, images, program)
  const ModelName = program
  await sageMaker.send(new CreateModelCommand({ ModelName, PrimaryContainer: { Image } }))
  const EndpointConfigName = program
  await sageMaker.send(
    new CreateEndpointConfigCommand({
      EndpointConfigName,
      ProductionVariants: [{ VariantName: 'AllTraffic', ModelName }],
      ...changes,
    }),
  )
  await sageMaker.send(new CreateEndpointCommand({ EndpointName: program, EndpointConfigName }))
}

async function untilInService({ sageMaker }: Started, EndpointName: string) {
  await expect
    .poll(
      async () =>
        (await sageMaker.send(new DescribeEndpointCommand({ EndpointName }))).EndpointStatus,
    )
    .toBe('InService')
}

describe('a server that was killed', () => {
  it('goes on where it was: jobs, models, endpoints, tags and logs', async () => {
    const first = await start('all')
    await first.s3.send(new CreateBucketCommand({ Bucket: 'bucket' }))
    await train(first, 'trains-ok', 'Completed')
    await deploy(first, 'serves')
    await untilInService(first, 'serves')
    await train(first, 'ignores-sigterm', 'Training')
    const before = await describeJob(first.sageMaker, 'trains-ok')
    await killCli(first.server)

    const second = await start('all')
    const after = await describeJob(second.sageMaker, 'trains-ok')
    expect({ ...after, $metadata: 0 }).toEqual({ ...before, $metadata: 0 })
    const running = await describeJob(second.sageMaker, 'ignores-sigterm')
    expect(running.TrainingJobStatus).toBe('Failed')
    expect(running.FailureReason).toMatch(/was stopped while the job ran/)
    const model = await second.sageMaker.send(new DescribeModelCommand({ ModelName: 'serves' }))
    expect(model.PrimaryContainer?.Image).toMatch(/serves:latest$/)
    const ResourceArn = after.TrainingJobArn
    const { Tags } = await second.sageMaker.send(new ListTagsCommand({ ResourceArn }))
    expect(Tags).toEqual([{ Key: 'a', Value: 'b' }])
    await untilInService(second, 'serves')
    const answer = await second.runtime.send(
      new InvokeEndpointCommand({ EndpointName: 'serves', Body: 'hello' }),
    )
    expect(answer.Body?.transformToString()).toContain('hello')
    expect(await linesOf(second, 'trains-ok')).not.toEqual([])
    await killCli(second.server)
  })

  it('has the transform jobs that had ended, and has failed those that ran', async () => {
    const first = await start('transforms')
    const Image = await pushProgram(first.config, images, 'transforms')
    await first.s3.send(new CreateBucketCommand({ Bucket: 'bucket' }))
    for (const [Key, Body] of [
      ['in/a.csv', '1\n'],
      ['slow/a.csv', 'hang\n'],
    ] as const)
      await first.s3.send(new PutObjectCommand({ Bucket: 'bucket', Key, Body }))
    const ModelName = 'model'
    await first.sageMaker.send(new CreateModelCommand({ ModelName, PrimaryContainer: { Image } }))
    const statusOf = async ({ sageMaker }: Started, TransformJobName: string) =>
      sageMaker.send(new DescribeTransformJobCommand({ TransformJobName }))
    await first.sageMaker.send(new CreateTransformJobCommand(transformJob()))
    await expect
      .poll(async () => (await statusOf(first, 'job')).TransformJobStatus)
      .toBe('Completed')
    const S3DataSource = { S3DataType: 'S3Prefix', S3Uri: 's3://bucket/slow/' }
    const TransformInput = { DataSource: { S3DataSource } }
    const running = transformJob({ TransformJobName: 'running', TransformInput })
    await first.sageMaker.send(new CreateTransformJobCommand(running))
    await expect
      .poll(async () => (await statusOf(first, 'running')).TransformStartTime)
      .toBeDefined()
    const before = await statusOf(first, 'job')
    await killCli(first.server)

    const second = await start('transforms')
    expect({ ...(await statusOf(second, 'job')), $metadata: 0 }).toEqual({
      ...before,
      $metadata: 0,
    })
    expect(await statusOf(second, 'running')).toMatchObject({
      TransformJobStatus: 'Failed',
      FailureReason: expect.stringMatching(/was stopped while the job ran/),
      TransformEndTime: expect.any(Date),
    })
    const { TransformJobSummaries } = await second.sageMaker.send(
      new ListTransformJobsCommand({ StatusEquals: 'Failed' }),
    )
    expect(TransformJobSummaries?.map((one) => one.TransformJobName)).toEqual(['running'])
    await killCli(second.server)
  })

  it('says of a tuning job that ran that it failed, and keeps what it had found', async () => {
    const first = await start('tuning')
    await first.s3.send(new CreateBucketCommand({ Bucket: 'bucket' }))
    const image = await pushProgram(first.config, images, 'tuned')
    const { sageMaker } = first
    await sageMaker.send(
      new CreateHyperParameterTuningJobCommand(
        tuningJob(image, {
          config: { Strategy: 'Grid', ResourceLimits: { MaxParallelTrainingJobs: 2 } },
          ranges: { CategoricalParameterRanges: [{ Name: 'act', Values: ['work', 'wait'] }] },
        }),
      ),
    )
    const describing = new DescribeHyperParameterTuningJobCommand({
      HyperParameterTuningJobName: 'tuning',
    })
    await expect
      .poll(async () => (await sageMaker.send(describing)).TrainingJobStatusCounters)
      .toMatchObject({ Completed: 1, InProgress: 1 })
    await killCli(first.server)

    const second = await start('tuning')
    const job = await second.sageMaker.send(describing)
    expect(job).toMatchObject({
      HyperParameterTuningJobStatus: 'Failed',
      FailureReason: expect.stringMatching(/was stopped while the tuning job ran/),
      TrainingJobStatusCounters: { Completed: 1, RetryableError: 1, InProgress: 0 },
      BestTrainingJob: { TunedHyperParameters: { act: 'work' } },
    })
    await killCli(second.server)
  })

  it('goes on creating endpoints and deleting them', async () => {
    const first = await start('endpoints')
    await deploy(first, 'serve-never-healthy')
    await deploy(first, 'serves')
    await untilInService(first, 'serves')
    await first.sageMaker.send(new DeleteEndpointCommand({ EndpointName: 'serves' }))
    await killCli(first.server)

    const second = await start('endpoints')
    const creating = new DescribeEndpointCommand({ EndpointName: 'serve-never-healthy' })
    expect((await second.sageMaker.send(creating)).EndpointStatus).toBe('Creating')
    const deleted = new DescribeEndpointCommand({ EndpointName: 'serves' })
    await expect
      .poll(() => second.sageMaker.send(deleted).catch(({ message }) => message))
      .toMatch(/Could not find endpoint/)
    await killCli(second.server)
  })
})

describe('a server that is killed in the middle of operations', () => {
  it('answers the asynchronous invocations that wait, and again the one that was under way', async () => {
    const before = await start('asynchronous')
    await before.s3.send(new CreateBucketCommand({ Bucket: 'answers' }))
    await deploy(before, 'serves', {
      AsyncInferenceConfig: {
        OutputConfig: { S3OutputPath: 's3://answers/all' },
        ClientConfig: { MaxConcurrentInvocationsPerInstance: 1 },
      },
    })
    await untilInService(before, 'serves')
    const invoke = async (Body: string, CustomAttributes: string) => {
      const request = { EndpointName: 'serves', Body, CustomAttributes }
      const { OutputLocation } = await before.runtime.send(new InvokeEndpointAsyncCommand(request))
      return OutputLocation ?? ''
    }
    const told = [await invoke('under way', 'slow'), await invoke('waits', 'echo')]
    await killCli(before.server)

    const after = await start('asynchronous')
    const read = async (location: string) => {
      const Key = location.replace('s3://answers/', '')
      const { Body } = await after.s3.send(new GetObjectCommand({ Bucket: 'answers', Key }))
      return Body?.transformToString()
    }
    for (const [i, text] of ['under way', 'waits'].entries())
      await expect.poll(() => read(told[i] ?? '').catch(({ name }) => name)).toBe(text)
  }, 60_000)

  it('has all that it has acknowledged', async () => {
    const first = await start('middle')
    const Image = await pushProgram(first.config, images, 'leaves-nothing')
    await killCli(first.server)
    /** What is to be there and what is not, by name, as far as it was acknowledged. */
    const known = new Map<string, 'there' | 'gone'>()
    for (let round = 0; round < 8; round += 1) {
      const started = await start('middle')
      const found = await modelNames(started.sageMaker)
      for (const [name, state] of known)
        expect([name, found.has(name)]).toEqual([name, state === 'there'])
      const lanes = [0, 1, 2, 3].map((lane) => work(started, `r${round}-l${lane}`, Image, known))
      await delay(20 + round * 30)
      await killCli(started.server)
      await Promise.all(lanes)
    }
    expect([...known.values()].filter((state) => state === 'there').length).toBeGreaterThan(0)
    expect([...known.values()].filter((state) => state === 'gone').length).toBeGreaterThan(0)
  })
})

/** Makes models, tags them and deletes every third, until the server is gone; notes what was acknowledged. */
async function work(
  { sageMaker }: Started,
  prefix: string,
  Image: string,
  known: Map<string, 'there' | 'gone'>,
): Promise<void> {
  try {
    for (let i = 0; ; i += 1) {
      const ModelName = `${prefix}-${i}`
      const made = await sageMaker.send(
        new CreateModelCommand({ ModelName, PrimaryContainer: { Image } }),
      )
      known.set(ModelName, 'there')
      const ResourceArn = made.ModelArn
      await sageMaker.send(new AddTagsCommand({ ResourceArn, Tags: [{ Key: 'k', Value: 'v' }] }))
      if (i % 3 > 0) continue
      known.delete(ModelName)
      await sageMaker.send(new DeleteModelCommand({ ModelName }))
      known.set(ModelName, 'gone')
    }
  } catch (error) {
    // The server is gone; anything else that went wrong is the test's to see.
    if (error instanceof SageMakerServiceException) throw error
  }
}

async function modelNames(sageMaker: SageMakerClient): Promise<Set<string | undefined>> {
  const names = new Set<string | undefined>()
  for await (const { Models = [] } of paginateListModels({ client: sageMaker, pageSize: 100 }, {}))
    for (const { ModelName } of Models) names.add(ModelName)
  return names
}

/** What a job has written, as CloudWatch has it. */
async function linesOf({ logs }: Started, job: string) {
  const logGroupName = '/aws/sagemaker/TrainingJobs'
  const { logStreams = [] } = await logs.send(
    new DescribeLogStreamsCommand({ logGroupName, logStreamNamePrefix: `${job}/` }),
  )
  const logStreamName = logStreams[0]?.logStreamName
  const { events = [] } = await logs.send(
    new GetLogEventsCommand({ logGroupName, logStreamName, startFromHead: true }),
  )
  return events.map(({ message }) => message)
}
