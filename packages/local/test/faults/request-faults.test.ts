import { randomUUID } from 'node:crypto'
import { CreateRepositoryCommand, ECRClient } from '@aws-sdk/client-ecr'
import {
  CreateBucketCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3'
import {
  CreateModelCommand,
  CreateTrainingJobCommand,
  DescribeModelCommand,
  ListModelsCommand,
  SageMakerClient,
} from '@aws-sdk/client-sagemaker'
import { InvokeEndpointCommand, SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime'
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type RequestLogEntry, startLocalSageMaker } from '../../src/index.ts'
import { pushImage } from '../support/push-image.ts'
import { clientConfig, rawRequest, s3Client, useLocal } from '../support/with-local.ts'

const log: RequestLogEntry[] = []
const local = useLocal({ onRequest: (entry) => log.push(entry) })
let image = ''

beforeAll(async () => {
  await s3Client(local()).send(new CreateBucketCommand({ Bucket: 'bucket' }))
  const ecr = new ECRClient(clientConfig(local()))
  const { repository } = await ecr.send(new CreateRepositoryCommand({ repositoryName: 'image' }))
  await pushImage(ecr, 'image', 'v1')
  image = `${repository?.repositoryUri}:v1`
})
afterEach(() => local().faults.clear())

/** The client of a user who leaves retries to the SDK. */
function sagemaker(): SageMakerClient {
  return new SageMakerClient(local().clientConfig)
}

function newModel(): CreateModelCommand {
  const ModelName = `model-${randomUUID()}`
  return new CreateModelCommand({ ModelName, PrimaryContainer: { Image: image } })
}

/** What the log has of requests that were delayed for so long; a line comes after its answer. */
function loggedAfter(delayMilliseconds: number): RequestLogEntry[] {
  return log.filter(({ fault }) => fault?.delayMilliseconds === delayMilliseconds)
}

describe('a client that retries', () => {
  it('gets through throttling, at the third attempt', async () => {
    const throttled = local().faults.add({ operation: 'ListModels', error: 'throttle', times: 2 })

    const { $metadata } = await sagemaker().send(new ListModelsCommand({}))

    expect([$metadata.attempts, throttled.taken]).toEqual([3, 2])
  })

  it('gets through S3’s SlowDown with the whole object', async () => {
    const Body = 'x'.repeat(300_000)
    local().faults.add({ operation: 'PutObject', error: 'throttle' })
    const s3 = new S3Client(local().clientConfig)

    const { $metadata } = await s3.send(
      new PutObjectCommand({ Bucket: 'bucket', Key: 'slow', Body }),
    )

    const stored = await s3.send(new GetObjectCommand({ Bucket: 'bucket', Key: 'slow' }))
    expect($metadata.attempts).toBe(2)
    expect(await stored.Body?.transformToString()).toBe(Body)
  })

  it('meets the job that it has made itself when the first answer was lost', async () => {
    const lost = local().faults.add({ operation: 'CreateTrainingJob', loseResponse: true })

    const created = sagemaker().send(
      new CreateTrainingJobCommand({
        TrainingJobName: 'twice',
        RoleArn: 'arn:aws:iam::000000000000:role/SageMakerRole',
        AlgorithmSpecification: { TrainingImage: image, TrainingInputMode: 'File' },
        OutputDataConfig: { S3OutputPath: 's3://bucket/out' },
        ResourceConfig: { InstanceType: 'ml.m5.large', InstanceCount: 1, VolumeSizeInGB: 1 },
        StoppingCondition: { MaxRuntimeInSeconds: 60 },
      }),
    )

    await expect(created).rejects.toMatchObject({
      name: 'ResourceInUse',
      $metadata: { attempts: 2 },
    })
    expect(lost.taken).toBe(1)
  })

  it('makes what was dropped at its second attempt', async () => {
    local().faults.add({ operation: 'CreateModel', dropRequest: true })

    const { $metadata } = await sagemaker().send(newModel())

    expect($metadata.attempts).toBe(2)
  })

  it('gives up at last, with what was ordered', async () => {
    const error = { code: 'ServiceUnavailable', message: 'Not today.', statusCode: 503 }
    const failing = local().faults.add({ operation: 'ListModels', error, times: Infinity })

    await expect(sagemaker().send(new ListModelsCommand({}))).rejects.toMatchObject({
      name: 'ServiceUnavailable',
      message: 'Not today.',
      $metadata: { attempts: 3, httpStatusCode: 503 },
    })
    expect(failing.taken).toBe(3)
  })
})

describe('without a retry', () => {
  const once = () => new SageMakerClient(clientConfig(local()))

  it('a dropped request has done nothing', async () => {
    local().faults.add({ operation: 'CreateModel', dropRequest: true })
    const model = newModel()

    await expect(once().send(model)).rejects.toMatchObject({ code: 'ECONNRESET' })

    const { ModelName } = model.input
    await expect(once().send(new DescribeModelCommand({ ModelName }))).rejects.toMatchObject({
      message: expect.stringContaining('Could not find model'),
    })
  })

  it('a lost response has done everything', async () => {
    local().faults.add({ operation: 'CreateModel', loseResponse: true })
    const model = newModel()

    await expect(once().send(model)).rejects.toMatchObject({ code: 'ECONNRESET' })

    const { ModelName } = model.input
    const described = await once().send(new DescribeModelCommand({ ModelName }))
    expect(described.ModelName).toBe(ModelName)
  })

  it('a response is lost of uploads, downloads and errors too, and the server goes on', async () => {
    const s3 = s3Client(local())
    const object = { Bucket: 'bucket', Key: 'lost' }
    const reset = { code: 'ECONNRESET' }
    for (const operation of ['PutObject', 'GetObject', 'HeadObject']) {
      local().faults.add({
        operation,
        loseResponse: true,
        times: operation === 'GetObject' ? 2 : 1,
      })
    }

    const put = new PutObjectCommand({ ...object, Body: 'bytes' })
    await expect(s3.send(put)).rejects.toMatchObject(reset)
    await expect(s3.send(new GetObjectCommand(object))).rejects.toMatchObject(reset)
    await expect(
      s3.send(new GetObjectCommand({ ...object, Key: 'nowhere' })),
    ).rejects.toMatchObject(reset)
    await expect(s3.send(new HeadObjectCommand(object))).rejects.toMatchObject(reset)

    const { Body } = await s3.send(new GetObjectCommand(object))
    expect(await Body?.transformToString()).toBe('bytes')
  })

  it('a delayed request is answered later', async () => {
    local().faults.add({ operation: 'ListModels', delayMilliseconds: 300 })

    await once().send(new ListModelsCommand({}))

    await expect.poll(() => loggedAfter(300)).toHaveLength(1)
    const [entry] = loggedAfter(300)
    expect(entry?.milliseconds).toBeGreaterThanOrEqual(290)
  })

  it('a delayed request whose client goes away does nothing', async () => {
    const delay = local().faults.add({ operation: 'CreateModel', delayMilliseconds: 60_000 })
    const model = newModel()
    const patience = new AbortController()
    const sent = once().send(model, { abortSignal: patience.signal })
    const refused = expect(sent).rejects.toMatchObject({ name: 'AbortError' })
    await expect.poll(() => delay.taken).toBe(1)

    patience.abort()
    await refused

    await expect
      .poll(() => loggedAfter(60_000))
      .toMatchObject([{ operation: 'SageMaker.CreateModel', status: 0 }])
    const { ModelName } = model.input
    await expect(once().send(new DescribeModelCommand({ ModelName }))).rejects.toThrow()
  })
})

describe('the end of the emulator', () => {
  it('does not wait for requests that are delayed', async () => {
    const faults = [{ operation: 'ListModels', delayMilliseconds: 2 ** 31 - 1 }]
    const other = await startLocalSageMaker({ faults })
    const delay = other.faults.add({ operation: 'ListModels', delayMilliseconds: 2 ** 31 - 1 })
    const client = new SageMakerClient(clientConfig(other))
    const sent = [1, 2].map(() => client.send(new ListModelsCommand({})))
    const refused = Promise.all(sent.map((one) => expect(one).rejects.toThrow()))
    await expect.poll(() => delay.taken).toBe(1)

    await other.close()

    await refused
  })
})

describe('each service', () => {
  const throttled = { name: 'ThrottlingException', message: 'Rate exceeded' }
  it.each<[string, string, () => Promise<unknown>, object]>([
    ['throttle', 'ListModels', () => call(SageMakerClient, new ListModelsCommand({})), throttled],
    [
      'throttle',
      'CreateRepository',
      () => call(ECRClient, new CreateRepositoryCommand({ repositoryName: 'r' })),
      throttled,
    ],
    [
      'throttle',
      'GetCallerIdentity',
      () => call(STSClient, new GetCallerIdentityCommand({})),
      throttled,
    ],
    [
      'throttle',
      'InvokeEndpoint',
      () =>
        call(SageMakerRuntimeClient, new InvokeEndpointCommand({ EndpointName: 'e', Body: 'x' })),
      throttled,
    ],
    [
      'throttle',
      'GetObject',
      () => call(S3Client, new GetObjectCommand({ Bucket: 'bucket', Key: 'k' })),
      { name: 'SlowDown', message: 'Please reduce your request rate.' },
    ],
    [
      'fail',
      'GetObject',
      () => call(S3Client, new GetObjectCommand({ Bucket: 'bucket', Key: 'k' })),
      { name: 'InternalError', $metadata: { httpStatusCode: 500 } },
    ],
    [
      'fail',
      'ListModels',
      () => call(SageMakerClient, new ListModelsCommand({})),
      { name: 'InternalFailure', $metadata: { httpStatusCode: 500 } },
    ],
    [
      'quota',
      'CreateModel',
      () => call(SageMakerClient, newModel()),
      {
        name: 'ResourceLimitExceeded',
        message: expect.stringContaining('The account-level service limit'),
      },
    ],
  ])('has its own %s: %s', async (error, operation, send, expected) => {
    local().faults.add({ operation, error: error as 'throttle' })

    await expect(send()).rejects.toMatchObject(expected)
  })

  it('of a registry has faults by method and path', async () => {
    local().faults.add({ operation: 'GET /v2/image/*', error: 'throttle' })
    const get = () => rawRequest(local().endpoint, { path: '/v2/image/tags/list' })

    const [first, second] = [await get(), await get()]

    expect([first.status, JSON.parse(first.text).errors[0].code]).toEqual([429, 'TOOMANYREQUESTS'])
    expect(second.status).toBe(200)
  })

  // biome-ignore lint/suspicious/noExplicitAny: clients of several services, each with its own commands
  function call(Client: new (config: object) => any, command: object): Promise<unknown> {
    return new Client(clientConfig(local())).send(command)
  }
})

describe('the log', () => {
  it('names S3’s operations as AWS does, and what was ordered to go wrong', async () => {
    local().faults.add({ operation: 'HeadObject', error: 'fail' })

    await s3Client(local())
      .send(new HeadObjectCommand({ Bucket: 'bucket', Key: 'a b' }))
      .catch(() => undefined)

    await expect
      .poll(() => log.filter(({ path }) => path === '/bucket/a%20b'))
      .toMatchObject([
        {
          service: 's3',
          operation: 'HeadObject',
          path: '/bucket/a%20b',
          status: 500,
          fault: { operation: 'HeadObject', error: 'fail' },
        },
      ])
  })
})
