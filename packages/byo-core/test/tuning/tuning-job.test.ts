import { describe, expect, expectTypeOf, it } from 'vitest'
import { attachTuningJob, categorical, continuous, integer } from '../../src/index.ts'
import { createTuningJobHandle } from '../../src/tuning/tuning-job.ts'
import { awsError, type FakeOperation, startFakeAws } from '../support/fake-aws.ts'
import { described, summaryOf } from '../support/tuning-answers.ts'

const ranges = {
  degree: integer(1, 3),
  penalty: continuous(0.5, 5),
  pmethod: categorical(['backward', 'none']),
}
const trained = {
  body: { TrainingJobName: 't-001', ModelArtifacts: { S3ModelArtifacts: 's3://b/m.tar.gz' } },
}
const noLog = { DescribeLogStreams: [awsError('ResourceNotFoundException', 'no group')] }

async function startJob(
  DescribeHyperParameterTuningJob: FakeOperation,
  summaries: readonly object[] = [],
  more: Readonly<Record<string, FakeOperation>> = {},
) {
  const aws = await startFakeAws({
    DescribeHyperParameterTuningJob,
    ListTrainingJobsForHyperParameterTuningJob: [{ body: { TrainingJobSummaries: summaries } }],
    DescribeTrainingJob: [trained],
    ...noLog,
    ...more,
  })
  return { aws, job: createTuningJobHandle(aws.session, { name: 't', arn: 'arn:t', ranges }) }
}

describe('the trials of a tuning job', () => {
  it('are records of all children, page by page, with numbers as numbers [G094]', async () => {
    const page = (number: number, NextToken?: string) => ({
      body: { TrainingJobSummaries: [summaryOf(number, { value: number / 10 })], NextToken },
    })
    const { aws, job } = await startJob([described('InProgress')], [], {
      ListTrainingJobsForHyperParameterTuningJob: [page(1, 'more'), page(2)],
    })
    await using _ = aws

    const trials = await job.trials()

    expect(aws.requests.map(({ input }) => input.NextToken)).toEqual([undefined, 'more'])
    expect(trials.map(({ name }) => name)).toEqual(['t-001-0a1b2c3d', 't-002-0a1b2c3d'])
    expect(trials[0]).toEqual({
      name: 't-001-0a1b2c3d',
      status: 'Completed',
      hyperparameters: { degree: 1, penalty: 0.5, pmethod: 'none' },
      objective: 0.1,
      objectiveStatus: 'Succeeded',
      createdAt: new Date(1_001_000),
      startedAt: new Date(1_011_000),
      endedAt: new Date(1_071_000),
      seconds: 60,
      failureReason: undefined,
    })
    expectTypeOf(trials[0].hyperparameters.pmethod).toEqualTypeOf<'backward' | 'none'>()
    expectTypeOf(trials[0].hyperparameters.degree).toEqualTypeOf<number>()
  })

  it('have a best one as soon as SageMaker knows one', async () => {
    const { aws, job } = await startJob([
      described('InProgress'),
      described('InProgress', { BestTrainingJob: summaryOf(2, { value: 0.25 }) }),
    ])
    await using _ = aws

    expect(await job.best()).toBeUndefined()
    expect(await job.best()).toEqual({
      trainingJobName: 't-002-0a1b2c3d',
      hyperparameters: { degree: 2, penalty: 0.5, pmethod: 'none' },
      objective: 0.25,
      modelDataUri: 's3://b/m.tar.gz',
    })
  })
})

describe('waiting for a tuning job', () => {
  it('tells of all trials whenever one starts or ends, and gives the best [G095]', async () => {
    const counted = (Completed: number, InProgress: number) => ({
      TrainingJobStatusCounters: { Completed, InProgress },
    })
    const { aws, job } = await startJob(
      [
        described('InProgress', counted(0, 1)),
        described('InProgress', counted(0, 1)),
        described('InProgress', counted(1, 0)),
        described('Completed', { ...counted(1, 0), BestTrainingJob: summaryOf(1, { value: 0.5 }) }),
      ],
      [summaryOf(1, { value: 0.5 })],
    )
    await using _ = aws
    const seen: string[] = []

    const { best, trials, status } = await job.wait({
      onProgress: ({ status, counts, trials, objective }) =>
        seen.push(
          `${status} ${counts.completed} ${counts.inProgress} of ${counts.max}, ${trials[0]?.objective} ${objective.metric}`,
        ),
    })

    expect(seen).toEqual([
      'InProgress 0 1 of 3, 0.5 gcv',
      'InProgress 1 0 of 3, 0.5 gcv',
      'Completed 1 0 of 3, 0.5 gcv',
    ])
    expect(status).toBe('Completed')
    expect(best).toMatchObject({ objective: 0.5, modelDataUri: 's3://b/m.tar.gz' })
    expect(trials).toHaveLength(1)
  })

  it('lists no trials along the way for one that asks for no news', async () => {
    const best = { BestTrainingJob: summaryOf(1, { value: 0.5 }) }
    const { aws, job } = await startJob([described('InProgress'), described('Completed', best)])
    await using _ = aws

    await job.wait()

    expect(aws.count('ListTrainingJobsForHyperParameterTuningJob')).toBe(1)
  })

  it('gives what a search had found that was stopped', async () => {
    const { aws, job } = await startJob(
      [described('Stopped', { BestTrainingJob: summaryOf(1, { value: 0.5 }) })],
      [summaryOf(1, { value: 0.5 }), summaryOf(2, { TrainingJobStatus: 'Stopped' })],
    )
    await using _ = aws

    expect(await job.wait()).toMatchObject({
      status: 'Stopped',
      best: { trainingJobName: 't-001-0a1b2c3d' },
      trials: [{ status: 'Completed' }, { status: 'Stopped', objective: undefined }],
    })
  })

  it('fails with the reasons of the trials when all failed', async () => {
    const failed = (number: number, words: string) =>
      summaryOf(number, {
        TrainingJobStatus: 'Failed',
        FailureReason: `AlgorithmError: ${words}, exit code: 1`,
      })
    const FailureReason = 'No training job succeeded after 3 attempts.'
    const { aws, job } = await startJob(
      [described('Failed', { FailureReason })],
      [failed(1, 'no column "Nope"'), failed(2, ''), failed(3, 'no column "Nope"')],
    )
    await using _ = aws

    const error = await job.wait().catch((thrown: unknown) => thrown)

    expect(error).toMatchObject({
      name: 'TuningError',
      code: 'tuning-failed',
      jobName: 't',
      status: 'Failed',
      failureReason: FailureReason,
    })
    expect(error).toHaveProperty(
      'message',
      `Tuning job t failed: ${FailureReason} 3 of 3 trials failed: no column "Nope" (t-001-0a1b2c3d and 1 more); exit code 1 (t-002-0a1b2c3d). All that one wrote: attachTrainingJob(session, 't-001-0a1b2c3d'), and its logs().`,
    )
    expect(error).toHaveProperty('trials.length', 3)
  })

  it.each(['Failed', 'Completed'])(
    'names the metric and its pattern when no trial told it: %s',
    async (status) => {
      const { aws, job } = await startJob([described(status)], [summaryOf(1), summaryOf(2)], {
        DescribeLogStreams: [
          { body: { logStreams: [{ logStreamName: 't-001-0a1b2c3d/algo-1' }] } },
        ],
        GetLogEvents: [{ body: { events: [{ timestamp: 1, message: 'GCV is 0.5' }] } }],
      })
      await using _ = aws

      await expect(job.wait()).rejects.toMatchObject({
        code: 'objective-not-found',
        message: `Tuning job t found no objective: 2 trials ended well without the metric "gcv" in the log, which /gcv=(.*)/ looks for; t-001-0a1b2c3d last wrote "GCV is 0.5". Let the program print the metric, or correct the objective's pattern.`,
        logTail: ['GCV is 0.5'],
      })
    },
  )

  it('tells what the pattern found where it is no number', async () => {
    const { aws, job } = await startJob([described('Failed')], [summaryOf(1)], {
      DescribeLogStreams: [{ body: { logStreams: [{ logStreamName: 't-001-0a1b2c3d/algo-1' }] } }],
      GetLogEvents: [
        { body: { events: ['gcv=NaN', 'done'].map((message) => ({ timestamp: 1, message })) } },
      ],
    })
    await using _ = aws

    await expect(job.wait()).rejects.toMatchObject({
      code: 'objective-not-found',
      message: `Tuning job t found no objective: 1 trial ended well without a number for the metric "gcv"; t-001-0a1b2c3d wrote "gcv=NaN". Let the program print a finite number there, or correct the objective's pattern.`,
    })
  })

  it('tells the last words of a trial that gave no reason', async () => {
    const FailureReason = 'AlgorithmError: , exit code: 137'
    const trial = summaryOf(1, { TrainingJobStatus: 'Failed', FailureReason })
    const { aws, job } = await startJob([described('Failed')], [trial], {
      DescribeLogStreams: [{ body: { logStreams: [{ logStreamName: 't-001-0a1b2c3d/algo-1' }] } }],
      GetLogEvents: [{ body: { events: [{ timestamp: 1, message: 'Killed' }] } }],
    })
    await using _ = aws

    await expect(job.wait()).rejects.toThrow(
      '1 of 1 trial failed: exit code 137 (t-001-0a1b2c3d). t-001-0a1b2c3d last wrote "Killed".',
    )
  })

  it('fails when it was stopped before any trial was done', async () => {
    const stopped = summaryOf(1, { TrainingJobStatus: 'Stopped' })
    const { aws, job } = await startJob([described('Stopped')], [stopped])
    await using _ = aws

    await expect(job.wait()).rejects.toMatchObject({ code: 'tuning-stopped', status: 'Stopped' })
  })

  it('leaves no timer and no request after an abort [G095]', async () => {
    const { aws, job } = await startJob([described('InProgress')])
    await using _ = aws
    const controller = new AbortController()

    const waiting = job.wait({
      signal: controller.signal,
      onProgress: () => controller.abort('enough'),
    })

    await expect(waiting).rejects.toMatchObject({ code: 'aborted', cause: 'enough' })
    const { length } = aws.requests
    await new Promise((resolve) => setImmediate(resolve))
    expect(aws.requests).toHaveLength(length)
    expect(aws.runtime.sleeps).toEqual([])
  })
})

describe('stopping a tuning job', () => {
  const refusal = awsError('ValidationException', 'The tuning job is already stopped or so.')

  it('waits for the end when asked to', async () => {
    const { aws, job } = await startJob([described('Stopping'), described('Stopped')], [], {
      StopHyperParameterTuningJob: [{}],
    })
    await using _ = aws

    await job.stop({ wait: true })

    expect(aws.count('DescribeHyperParameterTuningJob')).toBe(2)
  })

  it.each(['Completed', 'Stopping'])('leaves one that is %s as it is', async (status) => {
    const { aws, job } = await startJob([described(status)], [], {
      StopHyperParameterTuningJob: [refusal],
    })
    await using _ = aws

    await expect(job.stop()).resolves.toBeUndefined()
  })

  it('throws a refusal that has another reason, and when there is no such job', async () => {
    const { aws, job } = await startJob([described('InProgress')], [], {
      StopHyperParameterTuningJob: [refusal, awsError('ResourceNotFound', 'not there')],
    })
    await using _ = aws

    await expect(job.stop()).rejects.toMatchObject({ code: 'request-refused' })
    await expect(job.stop()).rejects.toMatchObject({
      code: 'not-found',
      message: expect.stringContaining('There is no tuning job "t" in eu-west-1'),
    })
  })
})

describe('attachTuningJob', () => {
  it('gives trials the types that the ranges of the job tell', async () => {
    const { aws } = await startJob(
      [described('Completed', { BestTrainingJob: summaryOf(1, { value: 0.5 }) })],
      [summaryOf(1, { value: 0.5 })],
    )
    await using _ = aws

    const job = await attachTuningJob(aws.session, 't')

    expect(job).toMatchObject({ name: 't', arn: 'arn:t' })
    expect(await job.wait()).toMatchObject({
      best: { hyperparameters: { degree: 1, penalty: 0.5, pmethod: 'none' } },
      ranges: { ...ranges, penalty: continuous(0.5, 5, { scaling: 'Logarithmic' }) },
      objective: { metric: 'gcv', goal: 'Minimize', pattern: 'gcv=(.*)' },
    })
  })

  it('gives them the types and the order of the ranges that it is told', async () => {
    const tuned = summaryOf(1, { TunedHyperParameters: { degree: '2', linear: 'true' } })
    const { aws } = await startJob([described('InProgress')], [tuned])
    await using _ = aws
    const told = { linear: categorical([true, false]), degree: categorical([1, 2]) }

    const job = await attachTuningJob(aws.session, 't', { ranges: told })

    const [{ hyperparameters }] = await job.trials()
    expect(Object.entries(hyperparameters)).toEqual([
      ['linear', true],
      ['degree', 2],
    ])
    expectTypeOf(hyperparameters.degree).toEqualTypeOf<1 | 2>()
  })

  it('knows the ranges of a job that compares algorithms', async () => {
    const definition = (Name: string) => ({
      TuningObjective: { Type: 'Maximize', MetricName: 'acc' },
      HyperParameterRanges: { IntegerParameterRanges: [{ Name, MinValue: '1', MaxValue: '9' }] },
    })
    const { aws } = await startJob(
      [
        described('Completed', {
          HyperParameterTuningJobConfig: {},
          TrainingJobDefinition: undefined,
          TrainingJobDefinitions: [definition('depth'), definition('rounds')],
          BestTrainingJob: summaryOf(1, { value: 0.5, TunedHyperParameters: { rounds: '7' } }),
        }),
      ],
      [],
    )
    await using _ = aws

    const job = await attachTuningJob(aws.session, 't')

    expect(await job.wait()).toMatchObject({
      best: { hyperparameters: { rounds: 7 } },
      objective: { metric: 'acc', goal: 'Maximize' },
    })
  })

  it('takes an ARN of its region and account, and says what is wrong with others', async () => {
    const arn = 'arn:aws:sagemaker:eu-west-1:123456789012:hyper-parameter-tuning-job/T'
    const { aws } = await startJob([
      described('InProgress', { HyperParameterTuningJobArn: arn.toLowerCase() }),
    ])
    await using _ = aws
    const attach = (address: string) => attachTuningJob(aws.session, address)

    expect(await attach(arn)).toMatchObject({ name: 't', arn: arn.toLowerCase() })
    await expect(attach(arn.replace('1234', '9876'))).rejects.toMatchObject({ code: 'not-found' })
    await expect(attach(arn.replace('eu-west-1', 'us-east-1'))).rejects.toMatchObject({
      code: 'invalid-option',
      message: expect.stringContaining("region: 'us-east-1'"),
    })
    await expect(attach(arn.replace('hyper-parameter-tuning', 'training'))).rejects.toMatchObject({
      code: 'invalid-option',
      message: expect.stringContaining('is not the ARN of a tuning job'),
    })
    await expect(attach('a'.repeat(33))).rejects.toMatchObject({ code: 'invalid-option' })
  })
})
