import { describe, expect, it } from 'vitest'
import { createTrainingJobHandle } from '../../src/training/training-job.ts'
import { awsError, type FakeOperation, startFakeAws } from '../support/fake-aws.ts'

const noLog = { DescribeLogStreams: [awsError('ResourceNotFoundException', 'no group')] }

function described(TrainingJobStatus: string, SecondaryStatus: string) {
  const ModelArtifacts = { S3ModelArtifacts: 's3://b/model.tar.gz' }
  return { body: { TrainingJobName: 'j', TrainingJobStatus, SecondaryStatus, ModelArtifacts } }
}

async function startJob(DescribeTrainingJob: FakeOperation) {
  const aws = await startFakeAws({ DescribeTrainingJob, StopTrainingJob: [{}], ...noLog })
  return { aws, job: createTrainingJobHandle(aws.session, 'j', 'arn:j') }
}

describe('waiting for a training job', () => {
  it('reports each change of status once [G095]', async () => {
    const { aws, job } = await startJob([
      described('InProgress', 'Starting'),
      described('InProgress', 'Training'),
      described('InProgress', 'Training'),
      described('Completed', 'Completed'),
    ])
    await using _ = aws
    const seen: string[] = []

    const { modelDataUri } = await job.wait({
      onProgress: ({ secondaryStatus }) => seen.push(secondaryStatus),
    })

    expect(modelDataUri).toBe('s3://b/model.tar.gz')
    expect(seen).toEqual(['Starting', 'Training', 'Completed'])
  })

  it('fails at once without a permission, and names the action [G097]', async () => {
    const { aws, job } = await startJob([awsError('AccessDeniedException', 'not authorized')])
    await using _ = aws

    await expect(job.wait()).rejects.toMatchObject({
      code: 'access-denied',
      message: expect.stringContaining('Allow the caller the action sagemaker:DescribeTrainingJob'),
    })
    expect(aws.count('DescribeTrainingJob')).toBe(1)
  })

  it('rides out throttling, faults of the server and broken connections [G098]', async () => {
    const { aws, job } = await startJob([
      // Each look is three attempts of the SDK.
      ...Array(3).fill(awsError('ThrottlingException', 'Rate exceeded')),
      ...Array(3).fill(awsError('InternalFailure', 'oops', 500)),
      ...Array(3).fill({ drop: true }),
      described('Completed', 'Completed'),
    ])
    await using _ = aws

    await expect(job.wait()).resolves.toMatchObject({ modelDataUri: 's3://b/model.tar.gz' })
    expect(aws.count('DescribeTrainingJob')).toBe(10)
    expect(aws.runtime.sleeps).toHaveLength(3)
  })

  it('waits on while the job is stopping', async () => {
    const { aws, job } = await startJob([
      described('InProgress', 'Training'),
      described('Stopping', 'Stopping'),
      described('Stopping', 'Stopping'),
      described('Stopped', 'Stopped'),
    ])
    await using _ = aws
    const seen: string[] = []

    await expect(job.wait({ onProgress: ({ status }) => seen.push(status) })).rejects.toMatchObject(
      { code: 'training-stopped' },
    )
    expect(seen).toEqual(['InProgress', 'Stopping', 'Stopped'])
  })

  it('takes no stop for a success', async () => {
    const { aws, job } = await startJob([described('Stopped', 'Stopped')])
    await using _ = aws

    await expect(job.wait()).rejects.toMatchObject({ code: 'training-stopped' })
  })

  it('takes the limit on waiting for spot machines for a limit', async () => {
    const { aws, job } = await startJob([described('Stopped', 'MaxWaitTimeExceeded')])
    await using _ = aws

    await expect(job.wait()).rejects.toMatchObject({ code: 'max-runtime-exceeded' })
  })

  it('gives up at its time limit, while the job goes on [G095]', async () => {
    const { aws, job } = await startJob([described('InProgress', 'Training')])
    await using _ = aws

    await expect(job.wait({ timeout: 5 })).rejects.toMatchObject({
      code: 'timeout',
      message: expect.stringContaining('last seen: InProgress, Training'),
    })
    expect(aws.count('StopTrainingJob')).toBe(0)
  })
})

describe('stopping a training job', () => {
  it('is fine with one that has ended', async () => {
    const text = 'The request was rejected because the training job is in status Completed.'
    await using aws = await startFakeAws({
      StopTrainingJob: [awsError('ValidationException', text)],
    })

    await expect(createTrainingJobHandle(aws.session, 'j', 'arn:j').stop()).resolves.toBeUndefined()
  })

  it('waits for the end when it is told to, and only then', async () => {
    const ends = [described('Stopping', 'Stopping'), described('Stopped', 'Stopped')]
    const { aws, job } = await startJob(ends)
    await using _ = aws

    await job.stop()
    expect(aws.count('DescribeTrainingJob')).toBe(0)
    await job.stop({ wait: true })
    expect(aws.count('DescribeTrainingJob')).toBe(2)
  })

  it('says of a missing job that it is missing', async () => {
    await using aws = await startFakeAws({
      StopTrainingJob: [awsError('ValidationException', 'Requested resource not found.')],
    })

    await expect(createTrainingJobHandle(aws.session, 'j', 'arn:j').stop()).rejects.toMatchObject({
      code: 'not-found',
      operation: 'StopTrainingJob',
    })
  })
})

describe('the facts of a job that runs', () => {
  const running = {
    body: {
      TrainingJobName: 'j',
      TrainingJobStatus: 'InProgress',
      OutputDataConfig: { S3OutputPath: 's3://b/byo/' },
      FinalMetricDataList: [
        { MetricName: 'loss', Value: 0.5 },
        { MetricName: 'rsq', Value: 0.9 },
      ],
    },
  }

  it('are its metrics by name, and where its archives will be', async () => {
    const { aws, job } = await startJob([running])
    await using _ = aws

    expect(await job.metrics()).toEqual({ loss: 0.5, rsq: 0.9 })
    expect(await job.artifacts()).toEqual({
      modelDataUri: undefined,
      outputDataUri: 's3://b/byo/j/output/output.tar.gz',
    })
  })

  it('are no metrics and another address where SageMaker tells so', async () => {
    const OutputDataConfig = { S3OutputPath: 's3://b/byo', CompressionType: 'NONE' }
    const { aws, job } = await startJob([{ body: { TrainingJobName: 'j', OutputDataConfig } }])
    await using _ = aws

    expect(await job.metrics()).toEqual({})
    expect((await job.artifacts()).outputDataUri).toBe('s3://b/byo/j/output/output/')
  })
})
