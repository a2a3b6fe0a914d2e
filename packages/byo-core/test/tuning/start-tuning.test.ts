import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { categorical, createLedger, integer, startTuning } from '../../src/index.ts'
import { awsError, type FakeOperation, startFakeAws } from '../support/fake-aws.ts'

const inUse = awsError('ResourceInUse', 'Tuning job names must be unique')
const RoleArn = 'arn:aws:iam::123456789012:role/SageMakerRole'
const S3OutputPath = 's3://sagemaker-eu-west-1-123456789012/byo'
const search = {
  training: { image: 'mine' },
  ranges: { degree: integer(1, 3) },
  objective: { metric: 'gcv', goal: 'Minimize', pattern: /gcv=(.*)/ },
} as const

function jobThere(TrainingImage: string) {
  return {
    body: {
      HyperParameterTuningJobArn: 'arn:there',
      TrainingJobDefinition: {
        RoleArn,
        AlgorithmSpecification: { TrainingImage },
        OutputDataConfig: { S3OutputPath },
      },
    },
  }
}

async function start(CreateHyperParameterTuningJob: FakeOperation, image = 'mine') {
  await using aws = await startFakeAws({
    CreateHyperParameterTuningJob,
    DescribeHyperParameterTuningJob: [jobThere(image)],
  })
  const ledger = createLedger()
  const job = await startTuning(aws.session, { ...search, jobName: 'Iris', ledger }).catch(
    (error: unknown) => error,
  )
  return { job, resources: ledger.resources, requests: aws.requests }
}

describe('startTuning', () => {
  it("sends the spec with the session's role and bucket, and enters the job in the ledger", async () => {
    const made = { body: { HyperParameterTuningJobArn: 'arn:new' } }
    const { job, resources, requests } = await start([made])

    expect(job).toMatchObject({ name: 'Iris', arn: 'arn:new' })
    expect(requests.at(-1)?.input).toMatchObject({
      HyperParameterTuningJobName: 'Iris',
      TrainingJobDefinition: { RoleArn, OutputDataConfig: { S3OutputPath } },
    })
    const arn = 'arn:aws:sagemaker:eu-west-1:123456789012:hyper-parameter-tuning-job/iris'
    expect(resources).toEqual([{ kind: 'tuning-job', name: 'Iris', arn }])
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

  it('makes a name that SageMaker takes, of at most 32 characters', async () => {
    await using aws = await startFakeAws({ CreateHyperParameterTuningJob: [{}] })

    const { name } = await startTuning(aws.session, search)

    expect(name).toMatch(/^tuning-\d{8}-\d{6}-\w{8}$/)
    expect(name.length).toBeLessThanOrEqual(32)
  })

  it('asks for an image and data before it makes a job', async () => {
    await using aws = await startFakeAws({
      BatchGetImage: [awsError('ImageNotFoundException', 'not there')],
    })
    const image = '123456789012.dkr.ecr.eu-west-1.amazonaws.com/x:1'

    await expect(
      startTuning(aws.session, { ...search, training: { image } }),
    ).rejects.toMatchObject({
      code: 'image-not-found',
    })
    expect(aws.count('CreateHyperParameterTuningJob')).toBe(0)
  })

  it("checks each range and what is fixed against the container's schema", async () => {
    await using aws = await startFakeAws({ CreateHyperParameterTuningJob: [{}] })
    const hyperparameterSchema = v.object({
      target: v.string(),
      degree: v.pipe(v.number(), v.maxValue(3)),
      pmethod: v.picklist(['backward', 'none']),
    })
    const training = { image: 'mine', hyperparameterSchema, hyperparameters: { target: 'y' } }
    const ranges = { degree: integer(1, 3), pmethod: categorical(['backward', 'none']) }

    await expect(
      startTuning(aws.session, {
        ...search,
        training,
        ranges: { ...ranges, degree: integer(1, 4) },
      }),
    ).rejects.toMatchObject({
      code: 'invalid-option',
      message: expect.stringMatching(/degree: .*<=3/),
    })
    await expect(
      startTuning(aws.session, {
        ...search,
        training,
        ranges: { ...ranges, pmethod: categorical(['none', 'forward']) },
      }),
    ).rejects.toMatchObject({ code: 'invalid-option', message: expect.stringMatching(/pmethod/) })
    expect(aws.requests).toEqual([])
    await expect(startTuning(aws.session, { ...search, training, ranges })).resolves.toBeDefined()
  })

  it('asks nothing of AWS after an abort, or with an option that is wrong', async () => {
    await using aws = await startFakeAws({})
    const refused = { code: 'invalid-option' }

    await expect(
      startTuning(aws.session, { ...search, signal: AbortSignal.abort() }),
    ).rejects.toMatchObject({ code: 'aborted' })
    await expect(
      startTuning(aws.session, { ...search, jobName: 'a'.repeat(33) }),
    ).rejects.toMatchObject({
      ...refused,
      message: expect.stringMatching(/has 33 characters; SageMaker takes at most 32/),
    })
    await expect(startTuning(aws.session, { ...search, jobName: 'no_good' })).rejects.toMatchObject(
      refused,
    )
    await expect(startTuning(aws.session, { ...search, maxJobs: 0 })).rejects.toMatchObject(refused)
    expect(aws.requests).toEqual([])
  })
})
