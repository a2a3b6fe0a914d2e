import { describe, expect, it } from 'vitest'
import { createLedger, startTraining } from '../../src/index.ts'
import { awsError, type FakeOperation, startFakeAws } from '../support/fake-aws.ts'

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

  it('sends nothing after an abort, and nothing with an illegal name', async () => {
    await using aws = await startFakeAws({})

    await expect(
      startTraining(aws.session, { image: 'i', signal: AbortSignal.abort() }),
    ).rejects.toMatchObject({ code: 'aborted' })
    await expect(
      startTraining(aws.session, { image: 'i', jobName: 'no_good' }),
    ).rejects.toMatchObject({ code: 'invalid-option' })
    expect(aws.count('CreateTrainingJob')).toBe(0)
  })
})
