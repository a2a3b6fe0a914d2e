import { describe, expect, it } from 'vitest'
import { isAlive } from '../../support/programs.ts'
import {
  describeTuning,
  listTrials,
  startTuning,
  tune,
  waitForTuning,
} from '../../support/tuning.ts'
import { type Answer, readLog, usePlatform } from '../../support/with-platform.ts'

const opened = usePlatform()
const categories = (values: Readonly<Record<string, readonly string[]>>) => ({
  CategoricalParameterRanges: Object.entries(values).map(([Name, Values]) => ({ Name, Values })),
})

function describeTraining(name: string): Promise<Answer> {
  return opened().sageMaker('DescribeTrainingJob', { TrainingJobName: name })
}

describe('a tuning job', () => {
  it('runs its number of training jobs, and not more at once than it may [G087]', async () => {
    let most = 0
    const watch = setInterval(() => {
      const running = opened()
        .platform.trainingJobs.all()
        .filter(({ endTime }) => endTime === undefined)
      most = Math.max(most, running.length)
    }, 1)
    const { job, trials } = await tune(opened(), {
      limits: { MaxNumberOfTrainingJobs: 5, MaxParallelTrainingJobs: 2 },
    })
    clearInterval(watch)

    expect(job).toMatchObject({
      HyperParameterTuningJobStatus: 'Completed',
      TrainingJobStatusCounters: {
        Completed: 5,
        InProgress: 0,
        RetryableError: 0,
        NonRetryableError: 0,
        Stopped: 0,
      },
      ObjectiveStatusCounters: { Succeeded: 5, Pending: 0, Failed: 0 },
    })
    expect(trials).toHaveLength(5)
    expect(most).toBe(2)
    expect(opened().platform.trainingJobs.all()).toHaveLength(5)
  })

  it('gives its training jobs names, tags, its ARN and hyperparameters as text within the ranges [G088]', async () => {
    const Tags = [{ Key: 'team', Value: 'a' }]
    const { job, trials } = await tune(opened(), {
      Tags,
      ranges: {
        IntegerParameterRanges: [{ Name: 'n', MinValue: '2', MaxValue: '4' }],
        ContinuousParameterRanges: [
          { Name: 'x', MinValue: '0', MaxValue: '1' },
          { Name: 'rate', MinValue: '1e-4', MaxValue: '1e-1', ScalingType: 'Logarithmic' },
        ],
        ...categories({ kind: ['"a"', '"b"'] }),
      },
      definition: { StaticHyperParameters: { fixed: 'yes' } },
    })

    for (const [i, trial] of trials.entries()) {
      expect(trial.TrainingJobName).toMatch(new RegExp(`^tuning-00${i + 1}-[0-9a-f]{8}$`))
      const { n, x, rate, kind } = trial.TunedHyperParameters
      expect(['2', '3', '4']).toContain(n)
      expect(['"a"', '"b"']).toContain(kind)
      expect(Number(x)).toBeGreaterThanOrEqual(0)
      expect(Number(x)).toBeLessThanOrEqual(1)
      expect(Number(rate)).toBeGreaterThanOrEqual(1e-4)
      expect(Number(rate)).toBeLessThanOrEqual(1e-1)
      const trained = await describeTraining(trial.TrainingJobName)
      expect(trained).toMatchObject({
        TrainingJobStatus: 'Completed',
        TuningJobArn: job.HyperParameterTuningJobArn,
        HyperParameters: { n, x, rate, kind, fixed: 'yes', _tuning_objective_metric: 'loss' },
      })
      expect(Object.keys(trained.HyperParameters)).toHaveLength(6)
      const tags = await opened().sageMaker('ListTags', { ResourceArn: trained.TrainingJobArn })
      expect(tags).toEqual({ Tags })
    }
    expect(
      await opened().sageMaker('ListTags', { ResourceArn: job.HyperParameterTuningJobArn }),
    ).toEqual({ Tags })
  })

  it('tries every combination of a grid once, without being told how many there are [G089]', async () => {
    const { job, trials } = await tune(opened(), {
      config: { Strategy: 'Grid', ResourceLimits: { MaxParallelTrainingJobs: 3 } },
      ranges: categories({ x: ['0', '1'], worse: ['1', '2', '3'] }),
    })

    expect(job.HyperParameterTuningJobConfig.ResourceLimits.MaxNumberOfTrainingJobs).toBe(6)
    expect(trials.map(({ TunedHyperParameters: { x, worse } }) => `${x} ${worse}`).sort()).toEqual([
      ...['0 1', '0 2', '0 3', '1 1', '1 2', '1 3'],
    ])
  })

  it('draws the same points from the same RandomSeed, and others from another [G089]', async () => {
    const drawn: string[] = []
    for (const [name, RandomSeed] of Object.entries({ a: 7, b: 7, c: 8 })) {
      const { trials } = await tune(opened(), {
        HyperParameterTuningJobName: name,
        config: { RandomSeed },
      })
      drawn.push(JSON.stringify(trials.map(({ TunedHyperParameters }) => TunedHyperParameters)))
    }
    expect(drawn[1]).toBe(drawn[0])
    expect(drawn[2]).not.toBe(drawn[0])
  })

  it.each(['Minimize', 'Maximize'])(
    'knows its best training job: %s; one without the objective counts as failed [G090]',
    async (Type) => {
      const HyperParameterTuningJobObjective = { Type, MetricName: 'loss' }
      const { job, trials } = await tune(opened(), {
        config: {
          Strategy: 'Grid',
          HyperParameterTuningJobObjective,
          ResourceLimits: { MaxParallelTrainingJobs: 2 },
        },
        ranges: categories({ worse: ['2', '1'], act: ['work', 'silent'] }),
        definition: { StaticHyperParameters: { x: '0.3' } },
      })

      expect(job.HyperParameterTuningJobStatus).toBe('Completed')
      expect(job.BestTrainingJob).toMatchObject({
        TunedHyperParameters: { act: 'work', worse: Type === 'Minimize' ? '1' : '2' },
        TrainingJobStatus: 'Completed',
        ObjectiveStatus: 'Succeeded',
        FinalHyperParameterTuningJobObjectiveMetric: {
          MetricName: 'loss',
          Value: Type === 'Minimize' ? 1 : 2,
        },
      })
      expect(job.TrainingJobStatusCounters).toMatchObject({ Completed: 4 })
      expect(job.ObjectiveStatusCounters).toEqual({ Succeeded: 2, Pending: 0, Failed: 2 })
      const silent = trials.filter(({ TunedHyperParameters: { act } }) => act === 'silent')
      expect(silent.map(({ ObjectiveStatus }) => ObjectiveStatus)).toEqual(['Failed', 'Failed'])
    },
  )

  it('counts training jobs that fail, and goes on [G091]', async () => {
    const { job, trials } = await tune(opened(), {
      config: { Strategy: 'Grid', ResourceLimits: { MaxParallelTrainingJobs: 2 } },
      ranges: categories({ act: ['fail', 'work'] }),
    })

    expect(job).toMatchObject({
      HyperParameterTuningJobStatus: 'Completed',
      TrainingJobStatusCounters: { Completed: 1, NonRetryableError: 1, RetryableError: 0 },
      ObjectiveStatusCounters: { Succeeded: 1, Failed: 1 },
    })
    const failed = trials.find(({ TrainingJobStatus }) => TrainingJobStatus === 'Failed')
    expect(failed).toMatchObject({
      ObjectiveStatus: 'Failed',
      FailureReason: expect.stringContaining('told to fail'),
    })
  })

  it('fails when all its training jobs do, and says so; after five it tries no more [G091]', async () => {
    const few = await tune(opened(), { definition: { StaticHyperParameters: { act: 'fail' } } })
    expect(few.job).toMatchObject({
      HyperParameterTuningJobStatus: 'Failed',
      FailureReason:
        'No training job succeeded after 3 attempts. For additional details, please take a look at the training job failures by listing training jobs for the hyperparameter tuning job.',
      TrainingJobStatusCounters: { NonRetryableError: 3 },
    })
    expect(few.job).not.toHaveProperty('BestTrainingJob')

    const many = await tune(opened(), {
      HyperParameterTuningJobName: 'many',
      definition: { StaticHyperParameters: { act: 'fail' } },
      limits: { MaxNumberOfTrainingJobs: 20 },
    })
    expect(many.job.FailureReason).toMatch(/^No training job succeeded after 5 attempts\./)
    expect(many.trials.length).toBeLessThanOrEqual(6)
  })

  it('fails when no training job has the objective, and says what to do', async () => {
    const { job } = await tune(opened(), {
      definition: { StaticHyperParameters: { act: 'silent' } },
    })

    expect(job).toMatchObject({
      HyperParameterTuningJobStatus: 'Failed',
      FailureReason: expect.stringMatching(
        /^No objective metrics found after running 3 training jobs\. Please ensure/,
      ),
      ObjectiveStatusCounters: { Succeeded: 0, Failed: 3 },
    })
  })

  it('stops with its training jobs and leaves no process; a second stop is refused [G092]', async () => {
    const stop = () =>
      opened().sageMaker('StopHyperParameterTuningJob', { HyperParameterTuningJobName: 'tuning' })
    await startTuning(opened(), { definition: { StaticHyperParameters: { act: 'wait' } } })
    const pids: number[] = []
    await expect
      .poll(async () => {
        const lines = await readLog(opened(), '/aws/sagemaker/TrainingJobs').catch(() => [])
        pids.splice(0, 2, ...lines.map((line) => Number(/pid=(\d+)/.exec(line)?.[1])))
        return lines.length
      })
      .toBe(2)
    expect(pids.map(isAlive)).toEqual([true, true])

    await stop()
    expect((await describeTuning(opened())).HyperParameterTuningJobStatus).toBe('Stopping')
    await stop()
    const job = await waitForTuning(opened())
    expect(job).toMatchObject({
      HyperParameterTuningJobStatus: 'Stopped',
      TrainingJobStatusCounters: { Stopped: 2, InProgress: 0 },
    })
    expect(job.HyperParameterTuningEndTime).toBeGreaterThanOrEqual(job.CreationTime)
    expect(pids.map(isAlive)).toEqual([false, false])
    expect(await listTrials(opened())).toHaveLength(2)
    await expect(stop()).rejects.toThrow(/already in status Stopped/)
  })

  it('ends with the server, in a state that says so, and leaves no process', async () => {
    const test = opened()
    await startTuning(test, { definition: { StaticHyperParameters: { act: 'wait' } } })
    await expect
      .poll(() => test.platform.trainingJobs.all().map(({ secondaryStatus }) => secondaryStatus))
      .toEqual(['Training', 'Training'])
    await test.platform.close()

    const job = await describeTuning(test)
    expect(job.HyperParameterTuningJobStatus).toBe('Failed')
    expect(job.FailureReason).toMatch(/was stopped while the tuning job ran/)
    expect(job.TrainingJobStatusCounters).toMatchObject({ InProgress: 0, RetryableError: 2 })
  })

  it('gives each training job checkpoints of its own', async () => {
    const { trials } = await tune(opened(), {
      definition: { CheckpointConfig: { S3Uri: 's3://bucket/checkpoints' } },
    })

    for (const { TrainingJobName } of trials) {
      expect((await describeTraining(TrainingJobName)).CheckpointConfig.S3Uri).toBe(
        `s3://bucket/checkpoints/${TrainingJobName}/`,
      )
    }
  })

  it('is over when its time is up, with what it has found', async () => {
    const test = opened()
    await startTuning(test, {
      config: {
        Strategy: 'Grid',
        ResourceLimits: { MaxParallelTrainingJobs: 2, MaxRuntimeInSeconds: 120 },
      },
      ranges: categories({ act: ['work', 'wait'] }),
    })
    await expect
      .poll(async () => (await describeTuning(test)).TrainingJobStatusCounters)
      .toMatchObject({ Completed: 1, InProgress: 1 })
    test.clock.elapse(120_000)

    const job = await waitForTuning(test)
    expect(job).toMatchObject({
      HyperParameterTuningJobStatus: 'Completed',
      TrainingJobStatusCounters: { Completed: 1, Stopped: 1 },
      BestTrainingJob: { TunedHyperParameters: { act: 'work' } },
    })
  })
})
