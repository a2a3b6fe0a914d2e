import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { createLedger, publishImage, startTraining, uploadChannel } from '../../src/index.ts'
import { awsError, type FakeOperation, startFakeAws } from '../support/fake-aws.ts'
import { startLocalSession } from '../support/local-session.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const program = fileURLToPath(new URL('../fixtures/mean-model.mjs', import.meta.url))

const inUse = awsError('ResourceInUse', 'Training job names must be unique within an AWS account')
const roleArn = 'arn:aws:iam::123456789012:role/SageMakerRole'
const outputPath = 's3://sagemaker-eu-west-1-123456789012/byo'

function jobThere(image: string) {
  return {
    body: {
      TrainingJobArn: 'arn:there',
      RoleArn: roleArn,
      AlgorithmSpecification: { TrainingImage: image },
      OutputDataConfig: { S3OutputPath: outputPath },
    },
  }
}

async function start(CreateTrainingJob: FakeOperation, image = 'mine') {
  await using aws = await startFakeAws({
    CreateTrainingJob,
    DescribeTrainingJob: [jobThere(image)],
  })
  const ledger = createLedger()
  const job = await startTraining(aws.session, { image: 'mine', jobName: 'Iris', ledger }).catch(
    (error: unknown) => error,
  )
  return { job, resources: ledger.resources, requests: aws.requests }
}

describe('startTraining', () => {
  it("sends the spec with the session's role and bucket, and enters the job in the ledger", async () => {
    const { job, resources, requests } = await start([{ body: { TrainingJobArn: 'arn:new' } }])

    expect(job).toMatchObject({ name: 'Iris', arn: 'arn:new' })
    expect(requests.at(-1)?.input).toMatchObject({
      TrainingJobName: 'Iris',
      RoleArn: roleArn,
      OutputDataConfig: { S3OutputPath: outputPath },
    })
    expect(resources).toEqual([
      {
        kind: 'training-job',
        name: 'Iris',
        arn: 'arn:aws:sagemaker:eu-west-1:123456789012:training-job/iris',
      },
    ])
  })

  it('knows its own job again when the answer of the first attempt was lost [G099]', async () => {
    const { job, resources } = await start([awsError('InternalFailure', '', 500), inUse])

    expect(job).toMatchObject({ name: 'Iris', arn: 'arn:there' })
    expect(resources).toHaveLength(1)
  })

  it("takes a job with another image for somebody else's [G099]", async () => {
    const { job, resources } = await start([{ drop: true }, inUse], 'theirs')

    expect(job).toMatchObject({ code: 'name-taken' })
    expect(resources).toEqual([])
  })

  it('reports a name that is taken at the first attempt', async () => {
    const { job, resources } = await start([inUse])

    expect(job).toMatchObject({ code: 'name-taken', message: expect.stringContaining('unique') })
    expect(resources).toEqual([])
  })

  it('is understood by SageMaker with every option', async () => {
    using folder = temporaryFolder({ 'data.csv': '1\n3\n' })
    await using aws = await startLocalSession()
    const { uri } = await uploadChannel(aws.session, folder.path, { prefix: 'mean' })
    const bucket = await aws.session.bucket()

    const job = await startTraining(aws.session, {
      image: await publishImage(aws.session, { program, repository: 'mean' }),
      channels: {
        train: { uri, inputMode: 'FastFile', contentType: 'text/csv' },
        spread: { uri, distribution: 'ShardedByS3Key', s3DataType: 'S3Prefix' },
      },
      hyperparameters: { degree: 2, allowed: ['a'] },
      spot: { maxWaitInSeconds: 7200 },
      checkpoints: { uri: `s3://${bucket}/checkpoints` },
      maxRetryAttempts: 2,
      metricDefinitions: { mean: /mean=([\d.]+)/ },
      environment: { A: '1' },
      vpc: { subnets: ['subnet-0123'], securityGroupIds: ['sg-0123'] },
      networkIsolation: true,
      encryptInterContainerTraffic: true,
      outputKmsKeyId: 'alias/key',
      arguments: ['train'],
      tags: { team: 'iris' },
      sdkOptions: { OutputDataConfig: { CompressionType: 'NONE' }, TrainingJobName: 'mean-2' },
    })

    expect(job.name).toBe('mean-2')
    await expect(job.wait()).resolves.toMatchObject({
      name: 'mean-2',
      metrics: { mean: 2 },
      modelDataUri: `s3://${bucket}/byo/mean-2/output/model/`,
    })
    expect(await job.describe()).toMatchObject({
      HyperParameters: { degree: '2', allowed: '["a"]' },
      EnableManagedSpotTraining: true,
      StoppingCondition: { MaxRuntimeInSeconds: 3600, MaxWaitTimeInSeconds: 7200 },
      RetryStrategy: { MaximumRetryAttempts: 2 },
    })
  })

  it('tells a lack of machines and a used up quota from other failures', async () => {
    await using aws = await startLocalSession()
    const image = await publishImage(aws.session, { program, repository: 'mean' })
    aws.local.faults.add({ operation: 'CreateTrainingJob', error: 'quota' })
    aws.local.faults.add({ job: 'training', capacity: true })

    await expect(startTraining(aws.session, { image })).rejects.toMatchObject({
      code: 'quota-exceeded',
      message: expect.stringMatching(/of the quota "ml\.\S+ for training job usage"/),
    })
    const job = await startTraining(aws.session, { image })
    await expect(job.wait()).rejects.toMatchObject({
      code: 'capacity-error',
      name: 'TrainingError',
    })
  })

  it('asks nothing of AWS after an abort, or with an option that is wrong', async () => {
    await using aws = await startFakeAws({})

    await expect(
      startTraining(aws.session, { image: 'i', signal: AbortSignal.abort() }),
    ).rejects.toMatchObject({ code: 'aborted' })
    await expect(
      startTraining(aws.session, { image: 'i', jobName: 'no_good' }),
    ).rejects.toMatchObject({ code: 'invalid-option' })
    await expect(
      startTraining(aws.session, { image: 'i', maxRetryAttempts: 31 }),
    ).rejects.toMatchObject({ code: 'invalid-option' })
    expect(aws.requests).toEqual([])
  })
})
