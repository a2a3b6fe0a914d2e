import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import {
  CreateEndpointCommand,
  CreateEndpointConfigCommand,
  CreateModelCommand,
  CreateTrainingJobCommand,
  DeleteEndpointCommand,
  DescribeEndpointCommand,
  DescribeTrainingJobCommand,
  SageMakerClient,
  SageMakerServiceException,
} from '@aws-sdk/client-sagemaker'
import { InvokeEndpointCommand, SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime'
import { afterAll, describe, expect, it } from 'vitest'
import { type LocalSageMaker, startLocalSageMaker } from '../src/index.ts'
import { PackedImages } from './support/images.ts'
import { pushProgram } from './support/push-program.ts'
import { s3Client } from './support/with-local.ts'
import { channel, trainingJob } from './support/with-platform.ts'

const folder = mkdtempSync(join(tmpdir(), 'byo-whole-way-'))
const images = new PackedImages(folder)

afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
})

/** Trains the fixture program to its end. */
async function train(local: LocalSageMaker, client: SageMakerClient) {
  const image = await pushProgram(local, images, 'trains-ok')
  const s3 = s3Client(local)
  await s3.send(new CreateBucketCommand({ Bucket: 'bucket' }))
  await s3.send(new PutObjectCommand({ Bucket: 'bucket', Key: 'data/a.csv', Body: 'a' }))
  const InputDataConfig = [channel('train', 's3://bucket/data')]
  await client.send(new CreateTrainingJobCommand(trainingJob(image, { InputDataConfig })))
  const describeJob = () => client.send(new DescribeTrainingJobCommand({ TrainingJobName: 'job' }))
  await expect.poll(async () => (await describeJob()).TrainingJobStatus).toBe('Completed')
  return describeJob()
}

/** Brings up an endpoint of the fixture program with the job's model. */
async function deploy(local: LocalSageMaker, client: SageMakerClient, ModelDataUrl: string) {
  const Image = await pushProgram(local, images, 'serves')
  await client.send(
    new CreateModelCommand({ ModelName: 'model', PrimaryContainer: { Image, ModelDataUrl } }),
  )
  await client.send(
    new CreateEndpointConfigCommand({
      EndpointConfigName: 'config',
      ProductionVariants: [{ VariantName: 'AllTraffic', ModelName: 'model' }],
    }),
  )
  await client.send(
    new CreateEndpointCommand({ EndpointName: 'endpoint', EndpointConfigName: 'config' }),
  )
  const EndpointName = 'endpoint'
  await expect
    .poll(
      async () => (await client.send(new DescribeEndpointCommand({ EndpointName }))).EndpointStatus,
    )
    .toBe('InService')
}

describe('the whole way with the AWS SDK', () => {
  it('goes from data to predictions and away again, times as dates [G114]', async () => {
    await using local = await startLocalSageMaker()
    const client = new SageMakerClient({ ...local.clientConfig, maxAttempts: 1 })
    const runtime = new SageMakerRuntimeClient({ ...local.clientConfig, maxAttempts: 1 })

    const job = await train(local, client)
    expect(job.TrainingEndTime).toBeInstanceOf(Date)
    const uri = job.ModelArtifacts?.S3ModelArtifacts ?? ''
    const model = await s3Client(local).send(
      new GetObjectCommand({ Bucket: 'bucket', Key: uri.replace('s3://bucket/', '') }),
    )
    expect(model.ContentLength).toBeGreaterThan(0)

    await deploy(local, client, uri)
    const invocation = { EndpointName: 'endpoint', ContentType: 'text/csv', Body: 'a,b\n1,2\n' }
    const answer = await runtime.send(new InvokeEndpointCommand(invocation))
    expect(new TextDecoder().decode(answer.Body)).toBe('a,b\n1,2\n')
    expect(answer.InvokedProductionVariant).toBe('AllTraffic')
    await expect(
      runtime.send(new InvokeEndpointCommand({ ...invocation, CustomAttributes: 'status=422' })),
    ).rejects.toMatchObject({
      name: 'ModelError',
      OriginalStatusCode: 422,
      OriginalMessage: 'what went wrong',
      $metadata: { httpStatusCode: 424 },
    })

    await client.send(new DeleteEndpointCommand({ EndpointName: 'endpoint' }))
    await expect
      .poll(() =>
        client
          .send(new DescribeEndpointCommand({ EndpointName: 'endpoint' }))
          .then(({ EndpointStatus }) => EndpointStatus, String),
      )
      .toContain(
        'Could not find endpoint "arn:aws:sagemaker:us-east-1:000000000000:endpoint/endpoint"',
      )
  })

  it('names a job in lower case and in the region that its request was signed for [G003]', async () => {
    await using local = await startLocalSageMaker()
    const image = await pushProgram(local, images, 'trains-ok')
    await s3Client(local).send(new CreateBucketCommand({ Bucket: 'bucket' }))
    const client = new SageMakerClient({ ...local.clientConfig, region: 'eu-west-1' })
    const request = trainingJob(image, { TrainingJobName: 'Iris-1' })

    expect(await client.send(new CreateTrainingJobCommand(request))).toMatchObject({
      TrainingJobArn: 'arn:aws:sagemaker:eu-west-1:000000000000:training-job/iris-1',
    })
  })

  it("throws the SDK's own errors", async () => {
    await using local = await startLocalSageMaker()
    const client = new SageMakerClient({ ...local.clientConfig, maxAttempts: 1 })

    const error = await client
      .send(new DescribeTrainingJobCommand({ TrainingJobName: 'nope' }))
      .catch((cause: unknown) => cause)
    expect(error).toBeInstanceOf(SageMakerServiceException)
    expect(error).toMatchObject({
      name: 'ValidationException',
      message: 'Requested resource not found.',
      $metadata: { httpStatusCode: 400 },
    })
  })

  it('runs twice in one process, and closing one leaves nothing of it and all of the other [G065]', async () => {
    const dirs = [mkdtempSync(join(folder, 'one-')), mkdtempSync(join(folder, 'two-'))]
    const [one, two] = await Promise.all(dirs.map((dataDir) => startLocalSageMaker({ dataDir })))
    if (one === undefined || two === undefined) throw new Error('not started')
    const clients = [one, two].map((local) => new SageMakerClient({ ...local.clientConfig }))
    const [first, second] = clients as [SageMakerClient, SageMakerClient]
    const job = await train(one, first)
    await deploy(one, first, job.ModelArtifacts?.S3ModelArtifacts ?? '')
    await expect(
      second.send(new DescribeTrainingJobCommand({ TrainingJobName: 'job' })),
    ).rejects.toThrow('not found')

    const runtime = new SageMakerRuntimeClient({ ...one.clientConfig })
    const order = { EndpointName: 'endpoint', CustomAttributes: 'environment', Body: '' }
    const answer = await runtime.send(new InvokeEndpointCommand(order))
    const program = JSON.parse(new TextDecoder().decode(answer.Body))
    const programUrl = `http://127.0.0.1:${program.SAGEMAKER_BIND_TO_PORT}/ping`
    expect((await fetch(programUrl)).status).toBe(200)
    expect(existsSync(program.SAGEMAKER_BASE_DIR)).toBe(true)
    await one.close()
    await expect(fetch(one.endpoint)).rejects.toThrow()
    await expect(fetch(programUrl)).rejects.toThrow()
    expect(existsSync(program.SAGEMAKER_BASE_DIR)).toBe(false)
    expect(existsSync(join(dirs[0] ?? '', 'scratch'))).toBe(false)
    await expect(fetch(two.endpoint)).resolves.toBeInstanceOf(Response)
    await two.close()
  })
})
