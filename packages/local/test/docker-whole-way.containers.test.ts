import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CreateRepositoryCommand, ECRClient } from '@aws-sdk/client-ecr'
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import {
  CreateEndpointCommand,
  CreateEndpointConfigCommand,
  CreateModelCommand,
  CreateTrainingJobCommand,
  CreateTransformJobCommand,
  DescribeEndpointCommand,
  DescribeTrainingJobCommand,
  DescribeTransformJobCommand,
  SageMakerClient,
} from '@aws-sdk/client-sagemaker'
import { InvokeEndpointCommand, SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime'
import { describe, expect, it, onTestFinished } from 'vitest'
import { isLocalError, type LocalSageMaker, startLocalSageMaker } from '../src/index.ts'
import { docker, hasEngine } from './support/container-engine.ts'
import { transformJob } from './support/transforms.ts'
import { clientConfig, s3Client } from './support/with-local.ts'
import { trainingJob } from './support/with-platform.ts'

/** Starts on one of the ports on which podman, too, pushes over plain HTTP here. */
async function startLocal(): Promise<LocalSageMaker> {
  for (let port = 4580; ; port -= 1) {
    try {
      return await startLocalSageMaker({ port, runner: 'docker' })
    } catch (error) {
      if (!isLocalError(error) || error.code !== 'port-in-use' || port === 4560) throw error
    }
  }
}

/** Builds an image with the engine, pushes it to the emulator and returns its address. */
async function buildAndPush(local: LocalSageMaker): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'byo-whole-way-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const program = new URL('fixtures/programs/trains-and-serves.mjs', import.meta.url)
  copyFileSync(program, join(folder, 'container.mjs'))
  writeFileSync(
    join(folder, 'Dockerfile'),
    'FROM node:24-slim\nCOPY container.mjs /\nENTRYPOINT ["node", "/container.mjs"]\n',
  )
  const ecr = new ECRClient(clientConfig(local))
  await ecr.send(new CreateRepositoryCommand({ repositoryName: 'program' }))
  const uri = `${new URL(local.endpoint).host}/program:latest`
  await docker('build', '--quiet', '--tag', uri, folder)
  await docker('push', '--quiet', uri)
  await docker('rmi', uri)
  return uri
}

describe.skipIf(!hasEngine())('the whole way in containers', () => {
  it('goes from a Dockerfile to predictions, with calls of S3 from inside', async () => {
    await using local = await startLocal()
    const image = await buildAndPush(local)
    const s3 = s3Client(local)
    await s3.send(new CreateBucketCommand({ Bucket: 'bucket' }))
    await s3.send(new PutObjectCommand({ Bucket: 'bucket', Key: 'data/a.csv', Body: '1,2' }))
    const client = new SageMakerClient(clientConfig(local))
    await client.send(new CreateTrainingJobCommand(trainingJob(image)))
    const describeJob = () =>
      client.send(new DescribeTrainingJobCommand({ TrainingJobName: 'job' }))
    await expect
      .poll(async () => (await describeJob()).TrainingJobStatus, { timeout: 60_000, interval: 50 })
      .not.toBe('InProgress')
    const { FailureReason, ModelArtifacts } = await describeJob()
    expect(FailureReason).toBeUndefined()

    const PrimaryContainer = { Image: image, ModelDataUrl: ModelArtifacts?.S3ModelArtifacts }
    await client.send(new CreateModelCommand({ ModelName: 'model', PrimaryContainer }))
    const ProductionVariants = [{ VariantName: 'AllTraffic', ModelName: 'model' }]
    await client.send(
      new CreateEndpointConfigCommand({ EndpointConfigName: 'config', ProductionVariants }),
    )
    const names = { EndpointName: 'endpoint', EndpointConfigName: 'config' }
    await client.send(new CreateEndpointCommand(names))
    await expect
      .poll(async () => (await client.send(new DescribeEndpointCommand(names))).EndpointStatus, {
        timeout: 60_000,
        interval: 50,
      })
      .toBe('InService')
    const runtime = new SageMakerRuntimeClient(clientConfig(local))
    const answer = await runtime.send(new InvokeEndpointCommand({ ...names, Body: '' }))
    expect(new TextDecoder().decode(answer.Body)).toBe('trained on 1,2')

    await s3.send(new PutObjectCommand({ Bucket: 'bucket', Key: 'in/a.csv', Body: '3,4\n' }))
    await client.send(new CreateTransformJobCommand(transformJob()))
    const describeTransform = () =>
      client.send(new DescribeTransformJobCommand({ TransformJobName: 'job' }))
    await expect
      .poll(async () => (await describeTransform()).TransformJobStatus, {
        timeout: 60_000,
        interval: 50,
      })
      .toBe('Completed')
    const output = await s3.send(new GetObjectCommand({ Bucket: 'bucket', Key: 'out/a.csv.out' }))
    expect(await output.Body?.transformToString()).toBe('trained on 1,2\n')
  }, 300_000)
})
