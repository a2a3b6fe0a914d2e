import type {
  CreateHyperParameterTuningJobRequest,
  HyperParameterTrainingJobDefinition,
  HyperParameterTuningJobConfig,
  HyperParameterTuningJobWarmStartConfig,
  TuningJobCompletionCriteria,
} from '@aws-sdk/client-sagemaker'
import type { StandardSchemaV1 } from '@standard-schema/spec'
import { ByoError } from '../errors.ts'
import { checkName, maxTuningNameLength } from '../naming/check-name.ts'
import { checkCount, checkNumber } from '../requests/check-limits.ts'
import { formatTags } from '../requests/format-tags.ts'
import { withSdkOptions } from '../requests/with-sdk-options.ts'
import { type TrainingContext, trainingJobSpec } from '../training/training-job-spec.ts'
import { checkStrategy, countCombinations } from './check-strategy.ts'
import { objectiveDefinitions } from './objective-definitions.ts'
import { formatRanges } from './parameter-ranges.ts'
import type { TuningRanges } from './ranges.ts'
import type {
  SearchOptions,
  TuningOptions,
  TuningTarget,
  WarmStartOptions,
} from './tuning-options.ts'

/** What a tuning job is to do, whatever types its hyperparameters have. */
export type TuningSettings = TuningOptions<TuningRanges, StandardSchemaV1>

/** Of the variables of a trial; a training job may have 100. Source: AWS's API model. */
const maxVariables = 48
/** Half a year. Source: AWS's API model. */
const longestSearch = 15_768_000
/** SageMaker's largest seed isn't told; this is the largest number of its type. */
const largestSeed = 2_147_483_647
/** How many trials run, unless told otherwise. */
const [usualJobs, usualParallelJobs] = [10, 2]

/**
 * Checks what a tuning job is to do, before anything is asked of AWS; gives what writes the request for
 * CreateHyperParameterTuningJob. Source of the limits: AWS's API model and its documentation of the limits of
 * automatic model tuning.
 */
export function tuningJobSpec(
  options: TuningSettings,
): (context: TrainingContext) => CreateHyperParameterTuningJobRequest {
  const { warmStart, tags } = options
  const config = configSpec(options)
  const definitionFor = definitionSpec(options)
  const settings = {
    HyperParameterTuningJobConfig: config,
    ...(warmStart && { WarmStartConfig: warmStartSpec(warmStart) }),
    ...(tags && { Tags: formatTags(tags) }),
  }
  return (context) =>
    withSdkOptions<CreateHyperParameterTuningJobRequest>(
      {
        HyperParameterTuningJobName: context.jobName,
        ...settings,
        TrainingJobDefinition: definitionFor(context),
      },
      options.sdkOptions,
    )
}

function configSpec(options: TuningSettings): HyperParameterTuningJobConfig {
  const { objective, strategy = 'Bayesian', hyperband, randomSeed, target } = options
  const ranges = formatRanges(options.ranges)
  checkStrategy(options)
  checkNumber('randomSeed', randomSeed, { max: largestSeed })
  return {
    Strategy: strategy,
    ...(hyperband && {
      StrategyConfig: {
        HyperbandStrategyConfig: {
          ...(hyperband.minResource !== undefined && { MinResource: hyperband.minResource }),
          ...(hyperband.maxResource !== undefined && { MaxResource: hyperband.maxResource }),
        },
      },
    }),
    HyperParameterTuningJobObjective: { Type: objective.goal, MetricName: objective.metric },
    ResourceLimits: limitsSpec(options),
    ParameterRanges: ranges,
    TrainingJobEarlyStoppingType: options.earlyStopping ? 'Auto' : 'Off',
    ...(target !== undefined && { TuningJobCompletionCriteria: targetSpec(target) }),
    ...(randomSeed !== undefined && { RandomSeed: randomSeed }),
  }
}

function limitsSpec(options: SearchOptions): HyperParameterTuningJobConfig['ResourceLimits'] {
  const { strategy, ranges, maxRuntimeInSeconds } = options
  const all = strategy === 'Grid' ? countCombinations(ranges) : usualJobs
  const { maxJobs = all, maxParallelJobs = Math.min(usualParallelJobs, maxJobs) } = options
  checkNumber('maxJobs', maxJobs, { min: 1, max: strategy === 'Random' ? 10_000 : 750 })
  checkNumber('maxParallelJobs', maxParallelJobs, { min: 1, max: 100 })
  checkNumber('maxRuntimeInSeconds', maxRuntimeInSeconds, { min: 120, max: longestSearch })
  return {
    MaxNumberOfTrainingJobs: maxJobs,
    MaxParallelTrainingJobs: maxParallelJobs,
    ...(maxRuntimeInSeconds !== undefined && { MaxRuntimeInSeconds: maxRuntimeInSeconds }),
  }
}

function targetSpec(target: number | TuningTarget): TuningJobCompletionCriteria {
  const { value, trialsNotImproving, convergence } =
    typeof target === 'number' ? { value: target } : target
  if (value !== undefined && !Number.isFinite(value)) {
    throw invalid(`The target is ${value}, which is not a number that an objective can reach.`)
  }
  checkNumber('target.trialsNotImproving', trialsNotImproving, {
    min: 3,
    max: Number.POSITIVE_INFINITY,
  })
  return {
    ...(value !== undefined && { TargetObjectiveMetricValue: value }),
    ...(trialsNotImproving !== undefined && {
      BestObjectiveNotImproving: { MaxNumberOfTrainingJobsNotImproving: trialsNotImproving },
    }),
    ...(convergence && { ConvergenceDetected: { CompleteOnConvergence: 'Enabled' } }),
  }
}

function warmStartSpec({
  parents,
  type,
}: WarmStartOptions): HyperParameterTuningJobWarmStartConfig {
  checkCount('parents of the warm start', parents.length, { min: 1, max: 5 })
  return {
    ParentHyperParameterTuningJobs: parents.map((name) => ({
      HyperParameterTuningJobName: checkName('tuning job', name, maxTuningNameLength),
    })),
    WarmStartType: type,
  }
}

/** The request of a training job, in the words of a definition of many. */
function definitionSpec(
  options: TuningSettings,
): (context: TrainingContext) => HyperParameterTrainingJobDefinition {
  const { training, ranges, sdkOptions } = options
  const fixed = Object.keys(training.hyperparameters ?? {})
  const both = fixed.find((name) => Object.hasOwn(ranges, name))
  if (both !== undefined) {
    throw invalid(
      `The hyperparameter "${both}" has a range and a value: leave out one of ranges.${both} and hyperparameters.${both}.`,
    )
  }
  const variables = Object.keys(training.environment ?? {}).length
  checkCount('environment variables of a tuning job', variables, { max: maxVariables })
  const extras = sdkOptions?.TrainingJobDefinition
  const trainingFor = trainingJobSpec({
    ...training,
    metricDefinitions: objectiveDefinitions(options),
    // Groups of machines take the place of machines of one type.
    sdkOptions: { ResourceConfig: extras?.ResourceConfig },
  })
  return (context) => {
    const { TrainingJobName: _, HyperParameters, ResourceConfig, ...rest } = trainingFor(context)
    const ownMachines = extras?.HyperParameterTuningResourceConfig === undefined
    return {
      ...(rest as Omit<HyperParameterTrainingJobDefinition, 'ResourceConfig'>),
      StaticHyperParameters: HyperParameters,
      ...(ownMachines && { ResourceConfig }),
    }
  }
}

function invalid(message: string): ByoError {
  return new ByoError('invalid-option', message)
}
