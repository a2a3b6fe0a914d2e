import { describe, expect, it } from 'vitest'
import { categorical, continuous, integer } from '../../src/index.ts'
import { type TuningSettings, tuningJobSpec } from '../../src/tuning/tuning-job-spec.ts'

const options: TuningSettings = {
  training: { image: '1.dkr/x:1', channels: { train: 's3://b/train/' }, hyperparameters: { k: 2 } },
  ranges: { degree: integer(1, 3) },
  objective: { metric: 'gcv', goal: 'Minimize', pattern: /gcv=(.*)/ },
}
const context = {
  jobName: 'iris-1',
  roleArn: 'arn:aws:iam::123456789012:role/R',
  outputPath: 's3://b/byo',
}

describe('the request for a tuning job', () => {
  it('has few members where little is asked for', () => {
    expect(tuningJobSpec(options)(context)).toEqual({
      HyperParameterTuningJobName: 'iris-1',
      HyperParameterTuningJobConfig: {
        Strategy: 'Bayesian',
        HyperParameterTuningJobObjective: { Type: 'Minimize', MetricName: 'gcv' },
        ResourceLimits: { MaxNumberOfTrainingJobs: 10, MaxParallelTrainingJobs: 2 },
        ParameterRanges: {
          IntegerParameterRanges: [{ Name: 'degree', MinValue: '1', MaxValue: '3' }],
          ContinuousParameterRanges: [],
          CategoricalParameterRanges: [],
        },
        TrainingJobEarlyStoppingType: 'Off',
      },
      TrainingJobDefinition: {
        StaticHyperParameters: { k: '2' },
        AlgorithmSpecification: {
          TrainingImage: '1.dkr/x:1',
          TrainingInputMode: 'File',
          MetricDefinitions: [{ Name: 'gcv', Regex: 'gcv=(.*)' }],
        },
        RoleArn: context.roleArn,
        InputDataConfig: [
          {
            ChannelName: 'train',
            DataSource: {
              S3DataSource: {
                S3DataType: 'S3Prefix',
                S3Uri: 's3://b/train/',
                S3DataDistributionType: 'FullyReplicated',
              },
            },
          },
        ],
        OutputDataConfig: { S3OutputPath: 's3://b/byo' },
        ResourceConfig: { InstanceType: 'ml.m5.large', InstanceCount: 1, VolumeSizeInGB: 10 },
        StoppingCondition: { MaxRuntimeInSeconds: 3600 },
      },
    })
  })

  it('has every option of the search', () => {
    const request = tuningJobSpec({
      ...options,
      strategy: 'Hyperband',
      hyperband: { minResource: 1, maxResource: 27 },
      randomSeed: 7,
      maxJobs: 1,
      maxRuntimeInSeconds: 120,
      target: { value: 0.1, trialsNotImproving: 5, convergence: true },
      warmStart: { parents: ['iris-0'], type: 'IdenticalDataAndAlgorithm' },
      tags: { team: 'iris' },
      training: { ...options.training, spot: true, maxRuntimeInSeconds: 60 },
      sdkOptions: {
        HyperParameterTuningJobConfig: { Strategy: 'Random' },
        Autotune: { Mode: 'Enabled' },
      },
    })(context)

    expect(request).toMatchObject({
      HyperParameterTuningJobConfig: {
        Strategy: 'Random',
        StrategyConfig: { HyperbandStrategyConfig: { MinResource: 1, MaxResource: 27 } },
        ResourceLimits: {
          MaxNumberOfTrainingJobs: 1,
          MaxParallelTrainingJobs: 1,
          MaxRuntimeInSeconds: 120,
        },
        TuningJobCompletionCriteria: {
          TargetObjectiveMetricValue: 0.1,
          BestObjectiveNotImproving: { MaxNumberOfTrainingJobsNotImproving: 5 },
          ConvergenceDetected: { CompleteOnConvergence: 'Enabled' },
        },
        RandomSeed: 7,
      },
      WarmStartConfig: {
        ParentHyperParameterTuningJobs: [{ HyperParameterTuningJobName: 'iris-0' }],
        WarmStartType: 'IdenticalDataAndAlgorithm',
      },
      Tags: [{ Key: 'team', Value: 'iris' }],
      Autotune: { Mode: 'Enabled' },
      TrainingJobDefinition: {
        EnableManagedSpotTraining: true,
        StoppingCondition: { MaxRuntimeInSeconds: 60, MaxWaitTimeInSeconds: 3660 },
      },
    })
  })

  it('takes a number as the target, and earlyStopping as AWS words it', () => {
    const { HyperParameterTuningJobConfig: config } = tuningJobSpec({
      ...options,
      target: 0.1,
      earlyStopping: true,
    })(context)

    expect(config?.TuningJobCompletionCriteria).toEqual({ TargetObjectiveMetricValue: 0.1 })
    expect(config?.TrainingJobEarlyStoppingType).toBe('Auto')
  })

  it('takes the end of hyperband from the static hyperparameters', () => {
    const training = { image: 'i', hyperparameters: { 'n-epochs': 27 } }
    const { HyperParameterTuningJobConfig: config } = tuningJobSpec({
      ...options,
      training,
      strategy: 'Hyperband',
    })(context)

    expect(config).toMatchObject({ Strategy: 'Hyperband' })
    expect(config).not.toHaveProperty('StrategyConfig')
  })

  it('tries all of a grid, whatever the usual number of trials is', () => {
    const ranges = { a: categorical(['x', 'y', 'z']), b: categorical([1, 2, 3, 4]) }
    const { HyperParameterTuningJobConfig: config } = tuningJobSpec({
      ...options,
      strategy: 'Grid',
      ranges,
    })(context)

    expect(config?.ResourceLimits?.MaxNumberOfTrainingJobs).toBe(12)
  })

  it('finds the objective with a metric definition, beside others', () => {
    const metricDefinitions = { gcv: 'gcv (.*)', rsq: /rsq=(.*)/ }
    const { TrainingJobDefinition: definition } = tuningJobSpec({
      ...options,
      objective: { metric: 'gcv', goal: 'Maximize' },
      training: { image: 'i', metricDefinitions },
    })(context)

    expect(definition?.AlgorithmSpecification?.MetricDefinitions).toEqual([
      { Name: 'gcv', Regex: 'gcv (.*)' },
      { Name: 'rsq', Regex: 'rsq=(.*)' },
    ])
  })

  it('leaves machines and metrics to sdkOptions that have them', () => {
    const { TrainingJobDefinition: definition } = tuningJobSpec({
      ...options,
      objective: { metric: 'validation:rmse', goal: 'Minimize' },
      sdkOptions: {
        TrainingJobDefinition: {
          AlgorithmSpecification: { AlgorithmName: 'xgboost' },
          HyperParameterTuningResourceConfig: { InstanceType: 'ml.m5.xlarge' },
        },
      },
    })(context)

    expect(definition).not.toHaveProperty('ResourceConfig')
    expect(definition?.HyperParameterTuningResourceConfig).toEqual({ InstanceType: 'ml.m5.xlarge' })
  })

  it.each<[string, Partial<TuningSettings>, RegExp]>([
    ['no trials', { maxJobs: 0 }, /maxJobs is 0; SageMaker takes whole numbers 1 to 750/],
    ['751 trials', { maxJobs: 751 }, /maxJobs is 751/],
    ['10,001 random ones', { maxJobs: 10_001, strategy: 'Random' }, /1 to 10000/],
    ['101 at a time', { maxParallelJobs: 101 }, /maxParallelJobs is 101/],
    ['less than two minutes', { maxRuntimeInSeconds: 119 }, /120 to 15768000/],
    ['a negative seed', { randomSeed: -1 }, /randomSeed is -1/],
    ['a target that is no number', { target: Number.NaN }, /target is NaN/],
    [
      'too little patience',
      { target: { trialsNotImproving: 2 } },
      /trialsNotImproving is 2.*from 3/,
    ],
    ['no parents', { warmStart: { parents: [], type: 'TransferLearning' } }, /1 to 5/],
    [
      'a parent with a name of 33 characters',
      { warmStart: { parents: ['a'.repeat(33)], type: 'TransferLearning' } },
      /33 characters; SageMaker takes at most 32/,
    ],
    ['numbers on a grid', { strategy: 'Grid' }, /that of "degree" is none/],
    [
      'a part of a grid',
      { strategy: 'Grid', ranges: { a: categorical([1, 2]) }, maxJobs: 1 },
      /maxJobs is 1, and the grid has 2 combinations/,
    ],
    [
      'a grid that is too large',
      { strategy: 'Grid', ranges: { a: grid(30), b: grid(26) } },
      /780 combinations; SageMaker takes at most 750/,
    ],
    ['hyperband elsewhere', { hyperband: { maxResource: 3 } }, /it is Bayesian/],
    [
      'hyperband the wrong way round',
      { strategy: 'Hyperband', hyperband: { minResource: 4, maxResource: 3 } },
      /minResource is 4, more than maxResource, which is 3/,
    ],
    [
      'hyperband without an end',
      { strategy: 'Hyperband' },
      /doesn't know how much a trial may spend/,
    ],
    [
      'hyperband with too long an end',
      { strategy: 'Hyperband', hyperband: { maxResource: 20_001 } },
      /maxResource is 20001; SageMaker takes whole numbers 1 to 20000/,
    ],
    [
      'hyperband with early stopping',
      { strategy: 'Hyperband', earlyStopping: true },
      /leave out earlyStopping/,
    ],
    [
      'a metric that nothing finds',
      { objective: { metric: 'gcv', goal: 'Minimize' } },
      /Nothing says how to find the metric "gcv"/,
    ],
    [
      'a pattern without a group',
      { objective: { metric: 'gcv', goal: 'Minimize', pattern: /gcv=\d+/ } },
      /has no group/,
    ],
    [
      'a metric with two patterns',
      { training: { image: 'i', metricDefinitions: { gcv: 'gcv (.*)' } } },
      /leave out one of the two/,
    ],
    [
      'a goal that is none',
      { objective: { metric: 'gcv', goal: 'minimise' as 'Minimize', pattern: '(.)' } },
      /goal of the objective is "minimise"/,
    ],
    [
      'a hyperparameter that is searched and fixed',
      { training: { image: 'i', hyperparameters: { degree: 2 } } },
      /"degree" has a range and a value/,
    ],
    [
      '21 metrics',
      {
        training: {
          image: 'i',
          metricDefinitions: Object.fromEntries(
            Array.from({ length: 20 }, (_, i) => [`m${i}`, '(.)']),
          ),
        },
      },
      /21 metric definitions of a tuning job/,
    ],
    [
      '49 variables',
      {
        training: {
          image: 'i',
          environment: Object.fromEntries(Array.from({ length: 49 }, (_, i) => [`V${i}`, ''])),
        },
      },
      /49 environment variables of a tuning job; SageMaker takes at most 48/,
    ],
    [
      'what a training job refuses',
      { training: { image: 'i', instanceCount: 0 } },
      /instanceCount/,
    ],
  ])('is refused with %s', (_, wrong, message) => {
    expect(() => tuningJobSpec({ ...options, ...wrong })).toThrow(
      expect.objectContaining({ code: 'invalid-option', message: expect.stringMatching(message) }),
    )
  })

  it('takes an expression that JavaScript cannot read, for SageMaker may', () => {
    const pattern = '(?P<value>.*)'
    const objective = { metric: 'gcv', goal: 'Minimize', pattern } as const
    expect(() => tuningJobSpec({ ...options, objective })).not.toThrow()
    expect(() => tuningJobSpec({ ...options, ranges: { a: continuous(1, 1) } })).not.toThrow()
  })
})

function grid(length: number) {
  return categorical(Array.from({ length }, (_, index) => index))
}
