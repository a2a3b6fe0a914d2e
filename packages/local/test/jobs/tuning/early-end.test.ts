import { describe, expect, it } from 'vitest'
import { startTuning, type TuningChanges, tune, waitForTuning } from '../../support/tuning.ts'
import { usePlatform } from '../../support/with-platform.ts'

const opened = usePlatform()
const grid = (values: Readonly<Record<string, readonly string[]>>) => ({
  config: {
    Strategy: 'Grid',
    ResourceLimits: { MaxParallelTrainingJobs: 1 },
  },
  ranges: {
    CategoricalParameterRanges: Object.entries(values).map(([Name, Values]) => ({ Name, Values })),
  },
})

describe('training jobs that are stopped early', () => {
  it('are those that are worse than the median of the jobs before them, with Auto', async () => {
    const { config, ranges } = grid({ worse: ['1', '1.1', '1.2', '9'] })
    const changes = {
      ranges,
      definition: { StaticHyperParameters: { x: '0.3', epochs: '3', linger: '60000' } },
    }
    const { trials, job } = await tune(opened(), {
      ...changes,
      config: { ...config, TrainingJobEarlyStoppingType: 'Auto' },
    })

    expect(
      trials.map(({ TrainingJobStatus, TunedHyperParameters: { worse } }) => [
        worse,
        TrainingJobStatus,
      ]),
    ).toEqual([
      ['1', 'Completed'],
      ['1.1', 'Completed'],
      ['1.2', 'Completed'],
      ['9', 'Stopped'],
    ])
    expect(job.TrainingJobStatusCounters).toMatchObject({ Completed: 3, Stopped: 1 })
    expect(trials[3].ObjectiveStatus).toBe('Succeeded')
    expect(job.BestTrainingJob.TunedHyperParameters).toEqual({ worse: '1' })
  })

  it('are under Hyperband those that others outdo, and those that have had their most', async () => {
    const { trials, job } = await tune(opened(), {
      config: {
        Strategy: 'Hyperband',
        StrategyConfig: { HyperbandStrategyConfig: { MinResource: 1, MaxResource: 3 } },
      },
      ranges: {
        ContinuousParameterRanges: [{ Name: 'x', MinValue: '0', MaxValue: '1' }],
      },
      limits: { MaxNumberOfTrainingJobs: 6, MaxParallelTrainingJobs: 3 },
      definition: { StaticHyperParameters: { epochs: '1000', pace: '20' } },
    })

    // Not one comes to its thousandth epoch by itself.
    expect(job).toMatchObject({
      HyperParameterTuningJobStatus: 'Completed',
      TrainingJobStatusCounters: { Stopped: 6, Completed: 0 },
      ObjectiveStatusCounters: { Succeeded: 6 },
    })
    expect(trials).toHaveLength(6)
    expect(job.BestTrainingJob.TrainingJobStatus).toBe('Stopped')
  })
})

describe('a tuning job that has found enough', () => {
  it('completes at its target, and stops what still runs', async () => {
    const { ranges } = grid({ act: ['work', 'wait', 'none'] })
    const { job } = await tune(opened(), {
      ranges,
      config: {
        Strategy: 'Grid',
        ResourceLimits: { MaxParallelTrainingJobs: 2 },
        TuningJobCompletionCriteria: { TargetObjectiveMetricValue: 0.1 },
      },
      definition: { StaticHyperParameters: { x: '0.2' } },
    })

    expect(job.HyperParameterTuningJobStatus).toBe('Completed')
    expect(job.TrainingJobStatusCounters).toMatchObject({ Stopped: 1, InProgress: 0 })
    expect(job.BestTrainingJob.FinalHyperParameterTuningJobObjectiveMetric.Value).toBeCloseTo(0.01)
  })

  it('completes when it does not improve by a hundredth any more', async () => {
    const { config, ranges } = grid({ worse: ['5', '4', '3.99', '3.98', '3.97', '1', '0'] })
    const { job, trials } = await tune(opened(), {
      ranges,
      config: {
        ...config,
        TuningJobCompletionCriteria: {
          BestObjectiveNotImproving: { MaxNumberOfTrainingJobsNotImproving: 3 },
        },
      },
      definition: { StaticHyperParameters: { x: '0.3' } },
    })

    expect(job.HyperParameterTuningJobStatus).toBe('Completed')
    expect(trials.map(({ TunedHyperParameters: { worse } }) => worse)).toEqual([
      '5',
      '4',
      '3.99',
      '3.98',
      '3.97',
    ])
    expect(job.TuningJobCompletionDetails).toEqual({ NumberOfTrainingJobsObjectiveNotImproving: 3 })
    // The best is the best even by less than a hundredth.
    expect(job.BestTrainingJob.TunedHyperParameters).toEqual({ worse: '3.97' })
  })
})

describe('a warm start', () => {
  const warm = (type: string, ...names: string[]): TuningChanges => ({
    HyperParameterTuningJobName: 'child',
    config: { Strategy: 'Bayesian' },
    WarmStartConfig: {
      WarmStartType: type,
      ParentHyperParameterTuningJobs: names.map((HyperParameterTuningJobName) => ({
        HyperParameterTuningJobName,
      })),
    },
  })

  it('goes on from the trials of its parents, and knows the best of all', async () => {
    await tune(opened(), { limits: { MaxNumberOfTrainingJobs: 10, MaxParallelTrainingJobs: 5 } })
    const parent = await waitForTuning(opened())
    const { job, trials } = await tune(opened(), {
      ...warm('IdenticalDataAndAlgorithm', 'tuning'),
      limits: { MaxNumberOfTrainingJobs: 4, MaxParallelTrainingJobs: 1 },
    })

    // Cold, the first three would lie anywhere.
    const distances = trials.map(({ TunedHyperParameters: { x } }) => Math.abs(Number(x) - 0.3))
    expect(Math.max(...distances)).toBeLessThan(0.25)
    const best = [parent, job].map(
      ({ BestTrainingJob }) => BestTrainingJob.FinalHyperParameterTuningJobObjectiveMetric.Value,
    )
    expect(job.OverallBestTrainingJob.FinalHyperParameterTuningJobObjectiveMetric.Value).toBe(
      Math.min(...best),
    )
    expect(job.OverallBestTrainingJob.TuningJobName).toBe(best[0] < best[1] ? 'tuning' : 'child')
    expect(parent).not.toHaveProperty('OverallBestTrainingJob')
  })

  it('refuses parents that are not there, run, or searched for something else', async () => {
    const refusal = (changes: TuningChanges) =>
      startTuning(opened(), changes).then(
        () => 'accepted',
        ({ message }) => message,
      )
    const type = 'TransferLearning'
    expect(await refusal(warm(type, 'none'))).toContain('"none" could not be found')
    await startTuning(opened())
    expect(await refusal(warm(type, 'tuning'))).toContain('is in status InProgress')
    await waitForTuning(opened())
    const HyperParameterTuningJobObjective = { Type: 'Maximize', MetricName: 'loss' }
    expect(
      await refusal({ ...warm(type, 'tuning'), config: { HyperParameterTuningJobObjective } }),
    ).toContain('it is Maximize loss, and that of "tuning" is Minimize loss')
    expect(
      await refusal({
        ...warm(type, 'tuning'),
        definition: { StaticHyperParameters: { epochs: '1' } },
      }),
    ).toMatch(/^The set of tunable plus static HyperParameter names is not the same/)
    expect(
      await refusal({ ...warm(type, 'tuning'), limits: { MaxNumberOfTrainingJobs: 748 } }),
    ).toContain('there are 3 of these')
    const data = await opened().put('data/a.csv', 'a')
    const InputDataConfig = [
      {
        ChannelName: 'train',
        DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: data } },
      },
    ]
    expect(
      await refusal({
        ...warm('IdenticalDataAndAlgorithm', 'tuning'),
        definition: { InputDataConfig },
      }),
    ).toContain('needs the same input data')
    expect(await refusal({ ...warm(type, 'tuning'), definition: { InputDataConfig } })).toBe(
      'accepted',
    )
  })
})
