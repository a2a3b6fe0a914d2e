import { describe, expect, it } from 'vitest'
import {
  completedTraining,
  parseFailureReason,
  trainingError,
} from '../../src/training/training-outcome.ts'

const job = {
  TrainingJobName: 'iris-1',
  TrainingJobArn: 'arn:aws:sagemaker:eu-west-1:1:training-job/iris-1',
  ModelArtifacts: { S3ModelArtifacts: 's3://b/byo/iris-1/output/model.tar.gz' },
  StoppingCondition: { MaxRuntimeInSeconds: 60 },
  CreationTime: new Date(0),
} as const

describe('parseFailureReason', () => {
  it.each([
    ['AlgorithmError: no column Nope, exit code: 1', 'no column Nope', 1],
    ['AlgorithmError: , exit code: 137', '', 137],
    ['AlgorithmError: two\nlines, exit code: 2', 'two\nlines', 2],
    ['AlgorithmError: cut short at 1024 char', 'cut short at 1024 char', undefined],
    ['CapacityError: none left', 'CapacityError: none left', undefined],
    ['', '', undefined],
  ])('reads %j', (reason, sentence, exitCode) => {
    expect(parseFailureReason(reason)).toEqual({ sentence, exitCode })
  })
})

describe('trainingError', () => {
  it("begins with the container's own sentence and carries all facts [G022]", () => {
    const error = trainingError(
      {
        ...job,
        TrainingJobStatus: 'Failed',
        SecondaryStatus: 'Failed',
        FailureReason: 'AlgorithmError: no column "Nope"; there are a, b., exit code: 1',
      },
      ['reading', 'giving up'],
    )

    expect(error.message).toBe('Training job iris-1 failed: no column "Nope"; there are a, b.')
    expect(error).toMatchObject({
      code: 'training-failed',
      jobName: 'iris-1',
      jobArn: job.TrainingJobArn,
      secondaryStatus: 'Failed',
      failureReason: expect.stringContaining('AlgorithmError'),
      exitCode: 1,
      logTail: ['reading', 'giving up'],
    })
  })

  it('falls back on the last line of the log when the container gave no reason', () => {
    const failed = {
      ...job,
      TrainingJobStatus: 'Failed',
      SecondaryStatus: 'Failed',
      FailureReason: 'AlgorithmError: , exit code: 137',
    } as const

    expect(trainingError(failed, ['Killed']).message).toBe(
      'Training job iris-1 failed: the container ended with exit code 137, gave no reason, and last wrote "Killed".',
    )
    expect(trainingError(failed, []).message).toContain('wrote nothing to its log')
  })

  it('is another one for a job that ran too long, and says where its model is [G029]', () => {
    const error = trainingError(
      { ...job, TrainingJobStatus: 'Stopped', SecondaryStatus: 'MaxRuntimeExceeded' },
      [],
    )

    expect(error.code).toBe('max-runtime-exceeded')
    expect(error.modelDataUri).toBe(job.ModelArtifacts.S3ModelArtifacts)
    expect(error.message).toContain('more than 60 s')
  })

  it('takes a stopped job for what it is', () => {
    const error = trainingError(
      { ...job, TrainingJobStatus: 'Stopped', SecondaryStatus: 'Stopped' },
      [],
    )

    expect(error.code).toBe('training-stopped')
  })
})

it('gives the facts of a completed job', () => {
  expect(
    completedTraining({
      ...job,
      TrainingJobStatus: 'Completed',
      SecondaryStatus: 'Completed',
      TrainingTimeInSeconds: 12,
      BillableTimeInSeconds: 12,
      FinalMetricDataList: [{ MetricName: 'gcv', Value: 0.1 }],
    }),
  ).toEqual({
    name: 'iris-1',
    arn: job.TrainingJobArn,
    modelDataUri: job.ModelArtifacts.S3ModelArtifacts,
    trainingSeconds: 12,
    billableSeconds: 12,
    metrics: { gcv: 0.1 },
  })
})

describe('the error of a job that SageMaker ended', () => {
  const failed = { ...job, TrainingJobStatus: 'Failed', SecondaryStatus: 'Failed' } as const

  it.each([
    'CapacityError: Unable to provision requested ML compute capacity. Please retry using a different ML instance type.',
    'InsufficientCapacityError: none left',
  ])('tells a lack of machines from a failure: %s', (FailureReason) => {
    const error = trainingError({ ...failed, FailureReason }, [])

    expect(error.code).toBe('capacity-error')
    expect(error.message).toBe(
      `Training job iris-1 got no machine: ${FailureReason} Try again later, or choose another instanceType or region.`,
    )
  })

  it('does not take the words of a program for a lack of machines', () => {
    const FailureReason = 'AlgorithmError: CapacityError: the tank is empty, exit code: 1'

    expect(trainingError({ ...failed, FailureReason }, []).code).toBe('training-failed')
  })

  it('names the quota that a job is over', () => {
    const FailureReason =
      "ResourceLimitExceeded: The account-level service limit 'ml.p3.2xlarge for spot training job usage' is 0 Instances."

    expect(trainingError({ ...failed, FailureReason }, [])).toMatchObject({
      code: 'quota-exceeded',
      message: expect.stringContaining(
        'Ask for more of the quota "ml.p3.2xlarge for spot training job usage" in Service Quotas',
      ),
    })
  })

  it('tells how long a job may wait for spot machines', () => {
    const error = trainingError(
      {
        ...job,
        TrainingJobStatus: 'Stopped',
        SecondaryStatus: 'MaxWaitTimeExceeded',
        StoppingCondition: { MaxRuntimeInSeconds: 60, MaxWaitTimeInSeconds: 90 },
      },
      [],
    )

    expect(error.message).toContain('for more than 90 s: give it a longer maxWaitInSeconds')
  })
})
