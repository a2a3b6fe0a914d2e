import { describe, expect, it } from 'vitest'
import {
  describeTuning,
  startTuning,
  type TuningChanges,
  tune,
  tuningDefinition,
  tuningJob,
  waitForTuning,
} from '../../support/tuning.ts'
import { type Answer, usePlatform } from '../../support/with-platform.ts'

const opened = usePlatform()

/** The error with which a changed request is refused. */
async function refusalOf(changes: TuningChanges): Promise<string> {
  const request = tuningJob(opened().images.addProgram('tuned'), changes)
  return opened()
    .sageMaker('CreateHyperParameterTuningJob', request)
    .then(
      () => 'accepted',
      ({ code, message }) => `${code}: ${message}`,
    )
}

const integers = (MinValue: string, MaxValue: string, more: object = {}) => ({
  IntegerParameterRanges: [{ Name: 'n', MinValue, MaxValue, ...more }],
})
const continuous = (MinValue: string, MaxValue: string, ScalingType = 'Auto') => ({
  ContinuousParameterRanges: [{ Name: 'x', MinValue, MaxValue, ScalingType }],
})
const categories = (...Values: string[]) => ({
  CategoricalParameterRanges: [{ Name: 'kind', Values }],
})

describe('CreateHyperParameterTuningJob', () => {
  it('refuses a name of 33 characters, and one that is taken [G086]', async () => {
    const HyperParameterTuningJobName = 'a'.repeat(33)
    expect(await refusalOf({ HyperParameterTuningJobName })).toMatch(
      /^ValidationException: 1 validation error detected: Value 'a{33}' at 'hyperParameterTuningJobName' failed to satisfy constraint: Member must have length less than or equal to 32$/,
    )
    expect(await refusalOf({ HyperParameterTuningJobName: 'a'.repeat(32) })).toBe('accepted')
    expect(await refusalOf({ HyperParameterTuningJobName: 'A'.repeat(32) })).toMatch(
      /^ResourceInUse: .* must be unique .*:hyper-parameter-tuning-job\/a{32}\)$/,
    )
  })

  it('refuses ranges in which there is nothing to search, or that their scale does not have', async () => {
    const cases = {
      'must be less than its MaxValue: they are 3 and 3': integers('3', '3'),
      'must each be an integer, and one is "1.5"': integers('1.5', '3'),
      'must each be a number, and one is "many"': continuous('0', 'many'),
      'Logarithmic scaling works only for ranges that have only values greater than 0': continuous(
        '0',
        '1',
        'Logarithmic',
      ),
      'Reverse logarithmic scaling works only': continuous('0', '1', 'ReverseLogarithmic'),
      'must be unique, and "a" is there twice': categories('a', 'a'),
      'more than one range "n"': {
        IntegerParameterRanges: [1, 2].map(() => ({ Name: 'n', MinValue: '1', MaxValue: '9' })),
      },
      'at least one hyperparameter to search': {},
      "You don't have enough combinations of hyperparameter ranges. The total number of hyperparameter combinations for the provided ranges [2.0] must be equal or greater than the value of MaxNumberOfJobs, [3]. Provide additional ranges.":
        integers('1', '2'),
      'AutoParameters is not available': { AutoParameters: [{ Name: 'x', ValueHint: '1' }] },
    }
    for (const [text, ranges] of Object.entries(cases)) {
      expect(await refusalOf({ ranges })).toContain(text)
    }
  })

  it('refuses a grid of numbers, and another number of jobs than it has points', async () => {
    const grid = (ranges: object, MaxNumberOfTrainingJobs: number) =>
      refusalOf({ config: { Strategy: 'Grid' }, ranges, limits: { MaxNumberOfTrainingJobs } })
    expect(await grid(integers('1', '3'), 3)).toContain('Only categorical parameters are supported')
    expect(await grid(categories('a', 'b', 'c'), 2)).toContain(
      'must equal the total number of distinct categorical combinations, 3, and it is 2',
    )
    expect(await grid(categories('a', 'b', 'c'), 4)).toContain("You don't have enough combinations")
    expect(await grid(categories('a', 'b', 'c'), 3)).toBe('accepted')
  })

  it('refuses an objective that nothing measures, and hyperparameters that are static too', async () => {
    const AlgorithmSpecification = {
      TrainingImage: opened().images.addProgram('tuned'),
      TrainingInputMode: 'File',
      MetricDefinitions: [{ Name: 'other', Regex: 'other=(.*)' }],
    }
    expect(await refusalOf({ definition: { AlgorithmSpecification } })).toBe(
      'ValidationException: A metric is required for this hyperparameter tuning job objective. Provide a metric in the metric definitions.',
    )
    const StaticHyperParameters = { x: '1' }
    expect(await refusalOf({ definition: { StaticHyperParameters } })).toContain(
      '"x" cannot be both static and tunable',
    )
    const many = Object.fromEntries(Array.from({ length: 99 }, (_, i) => [`h${i}`, '']))
    expect(await refusalOf({ definition: { StaticHyperParameters: many } })).toContain(
      'at most 100 hyperparameters',
    )
  })

  it('refuses what CreateTrainingJob refuses: image, buckets, data, resources', async () => {
    const cases = {
      'Requested image none:latest not found': {
        AlgorithmSpecification: {
          ...tuningDefinition('none:latest').AlgorithmSpecification,
        },
      },
      'No S3 objects found under S3 URL': {
        InputDataConfig: [
          {
            ChannelName: 'train',
            DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: 's3://bucket/none' } },
          },
        ],
      },
      'The OutputDataConfig S3 bucket of "s3://none/out" does not exist': {
        OutputDataConfig: { S3OutputPath: 's3://none/out' },
      },
      'ResourceConfig and HyperParameterTuningResourceConfig cannot be given together': {
        HyperParameterTuningResourceConfig: { InstanceType: 'ml.m5.large', InstanceCount: 1 },
      },
    }
    for (const [text, definition] of Object.entries(cases)) {
      expect(await refusalOf({ definition })).toContain(text)
    }
  })

  it('refuses what this emulator lacks by name instead of doing without it', async () => {
    expect(await refusalOf({ Autotune: { Mode: 'Enabled' } })).toBe(
      'ValidationException: Autotune is not available in this local emulator.',
    )
    const TuningJobCompletionCriteria = {
      ConvergenceDetected: { CompleteOnConvergence: 'Enabled' },
    }
    expect(await refusalOf({ config: { TuningJobCompletionCriteria } })).toContain(
      'ConvergenceDetected is not available',
    )
  })

  it('refuses more jobs than an account may have, and none at all', async () => {
    expect(await refusalOf({ limits: { MaxParallelTrainingJobs: 11 } })).toMatch(
      /^ResourceLimitExceeded: .* is 10, with a request of 11/,
    )
    expect(await refusalOf({ limits: { MaxNumberOfTrainingJobs: 751 } })).toMatch(
      /^ResourceLimitExceeded: .* is 750, with a request of 751/,
    )
    expect(
      await refusalOf({ config: { ResourceLimits: { MaxParallelTrainingJobs: 1 } } }),
    ).toContain('must have MaxNumberOfTrainingJobs or MaxRuntimeInSeconds')
  })

  it('takes one definition or several that agree, never both or neither', async () => {
    const image = opened().images.addProgram('tuned')
    const several = (...changes: object[]) =>
      refusalOf({
        TrainingJobDefinition: undefined,
        config: { HyperParameterTuningJobObjective: undefined, ParameterRanges: undefined },
        TrainingJobDefinitions: changes.map((change, i) =>
          tuningDefinition(image, {
            DefinitionName: `d${i}`,
            TuningObjective: { Type: 'Minimize', MetricName: 'loss' },
            HyperParameterRanges: continuous('0', '1'),
            ...change,
          }),
        ),
      })
    expect(await refusalOf({ TrainingJobDefinition: undefined })).toContain('Exactly one of')
    expect(await refusalOf({ TrainingJobDefinitions: [tuningDefinition(image)] })).toContain(
      'Exactly one of',
    )
    expect(await several({ DefinitionName: undefined })).toContain('must have a DefinitionName')
    expect(await several({}, { DefinitionName: 'd0' })).toContain('must be unique')
    expect(await several({ HyperParameterRanges: undefined })).toContain(
      '"d0" must have TuningObjective and HyperParameterRanges',
    )
    expect(
      await several({}, { TuningObjective: { Type: 'Maximize', MetricName: 'loss' } }),
    ).toContain('of the same Type')
    expect(await several({}, {})).toBe('accepted')
    const job = await waitForTuning(opened())
    expect(job.TrainingJobStatusCounters.Completed).toBe(3)
    expect(job.BestTrainingJob.TrainingJobDefinitionName).toMatch(/^d[01]$/)
    expect(job.BestTrainingJob.FinalHyperParameterTuningJobObjectiveMetric.Type).toBe('Minimize')
  })
})

describe('the other operations of tuning jobs', () => {
  it('say ResourceNotFound of one that is not there [G093]', async () => {
    const input = { HyperParameterTuningJobName: 'none' }
    for (const operation of [
      'DescribeHyperParameterTuningJob',
      'StopHyperParameterTuningJob',
      'DeleteHyperParameterTuningJob',
      'ListTrainingJobsForHyperParameterTuningJob',
    ]) {
      await expect(opened().sageMaker(operation, input)).rejects.toMatchObject({
        code: 'ResourceNotFound',
      })
    }
  })

  it('describe what was asked with its defaults', async () => {
    const { job } = await tune(opened())

    expect(job).toMatchObject({
      HyperParameterTuningJobName: 'tuning',
      HyperParameterTuningJobArn:
        'arn:aws:sagemaker:us-east-1:000000000000:hyper-parameter-tuning-job/tuning',
      HyperParameterTuningJobConfig: {
        Strategy: 'Random',
        TrainingJobEarlyStoppingType: 'Off',
        RandomSeed: 1,
      },
      TrainingJobDefinition: {
        StaticHyperParameters: { _tuning_objective_metric: 'loss' },
        EnableManagedSpotTraining: false,
      },
    })
    expect(job.ConsumedResources.RuntimeInSeconds).toBeGreaterThanOrEqual(1)
    expect(job).not.toHaveProperty('FailureReason')
  })

  it('list jobs by name and training jobs by objective', async () => {
    const list = (operation: string, input: object): Promise<Answer> =>
      opened().sageMaker(operation, input)
    for (const HyperParameterTuningJobName of ['b', 'a'])
      await startTuning(opened(), { HyperParameterTuningJobName })
    await Promise.all(['a', 'b'].map((name) => waitForTuning(opened(), name)))

    const all = await list('ListHyperParameterTuningJobs', {})
    expect(all.HyperParameterTuningJobSummaries).toMatchObject([
      {
        HyperParameterTuningJobName: 'a',
        Strategy: 'Random',
        ResourceLimits: { MaxNumberOfTrainingJobs: 3 },
      },
      { HyperParameterTuningJobName: 'b', ObjectiveStatusCounters: { Succeeded: 3 } },
    ])
    const page = {
      HyperParameterTuningJobName: 'a',
      SortBy: 'FinalObjectiveMetricValue',
      MaxResults: 2,
    }
    const first = await list('ListTrainingJobsForHyperParameterTuningJob', page)
    const second = await list('ListTrainingJobsForHyperParameterTuningJob', {
      ...page,
      NextToken: first.NextToken,
    })
    const values = [first, second]
      .flatMap(({ TrainingJobSummaries }) => TrainingJobSummaries)
      .map(({ FinalHyperParameterTuningJobObjectiveMetric: { Value } }) => Value)
    expect(values).toHaveLength(3)
    expect(values).toEqual([...values].sort((a, b) => a - b))
  })

  it('delete a job that has ended, and not its training jobs', async () => {
    const remove = () =>
      opened().sageMaker('DeleteHyperParameterTuningJob', { HyperParameterTuningJobName: 'tuning' })
    await startTuning(opened())
    await expect(remove()).rejects.toThrow(/not in a terminal state/)
    await waitForTuning(opened())
    await remove()

    await expect(describeTuning(opened())).rejects.toMatchObject({ code: 'ResourceNotFound' })
    expect(opened().platform.trainingJobs.all()).toHaveLength(3)
  })
})
