import { AwsError } from '../../errors.ts'
import type { Tag } from '../../jobs/resource.ts'
import type { TrialDefinition, TuningConfig, TuningRequest } from '../../jobs/tuning/tuning-job.ts'
import { countPoints } from '../../strategies/search-space.ts'
import { notHere, refusal } from './refusals.ts'
import { resolveHyperband } from './resolve-hyperband.ts'
import { type ParameterRangesInput, resolveParameterRanges } from './resolve-parameter-ranges.ts'
import { resolveTrialDefinition, type TrialDefinitionInput } from './resolve-trial-definition.ts'

/** A CreateHyperParameterTuningJob request as it comes, its form checked against AWS's model. */
export interface CreateTuningJobInput {
  readonly HyperParameterTuningJobName: string
  readonly HyperParameterTuningJobConfig: TuningConfigInput
  readonly TrainingJobDefinition?: TrialDefinitionInput
  readonly TrainingJobDefinitions?: readonly TrialDefinitionInput[]
  readonly WarmStartConfig?: TuningRequest['WarmStartConfig']
  readonly Autotune?: unknown
  readonly Tags?: readonly Tag[]
}

interface TuningConfigInput
  extends Omit<
    TuningConfig,
    'ResourceLimits' | 'ParameterRanges' | 'TrainingJobEarlyStoppingType'
  > {
  readonly ResourceLimits: Partial<TuningConfig['ResourceLimits']> & {
    readonly MaxParallelTrainingJobs: number
  }
  readonly ParameterRanges?: ParameterRangesInput
  readonly TrainingJobEarlyStoppingType?: TuningConfig['TrainingJobEarlyStoppingType']
  readonly TuningJobCompletionCriteria?: TuningConfig['TuningJobCompletionCriteria'] & {
    readonly ConvergenceDetected?: { readonly CompleteOnConvergence?: string }
  }
}

/** A request that can be run. */
export interface ResolvedTuning {
  readonly request: TuningRequest
  readonly definitions: readonly TrialDefinition[]
}

/** What an account may have without asking for more. */
export const most = { trainingJobs: 750, parallelTrainingJobs: 10 }

/**
 * Fills in the defaults that SageMaker fills in, and makes of the definitions what training jobs are made of.
 *
 * @throws AwsError for combinations that SageMaker refuses, and for features that the emulator lacks.
 */
export function resolveTuningRequest(input: CreateTuningJobInput): ResolvedTuning {
  const { HyperParameterTuningJobConfig: config, WarmStartConfig } = input
  refuseLacking(input)
  checkStops(config)
  const definitions = resolveDefinitions(input).map((definition) => ({
    ...definition,
    ...resolveHyperband(config, definition),
  }))
  const request = {
    HyperParameterTuningJobConfig: {
      ...config,
      TrainingJobEarlyStoppingType: config.TrainingJobEarlyStoppingType ?? 'Off',
      ResourceLimits: resolveLimits(config, definitions),
    },
    ...(input.TrainingJobDefinition && {
      TrainingJobDefinition: describeDefinition(input.TrainingJobDefinition, definitions[0]),
    }),
    ...(input.TrainingJobDefinitions && {
      TrainingJobDefinitions: input.TrainingJobDefinitions.map((definition, i) =>
        describeDefinition(definition, definitions[i]),
      ),
    }),
    ...(WarmStartConfig && { WarmStartConfig }),
  }
  return { request, definitions }
}

/** What ends training jobs or the search early must be asked for as a whole, and by one means only. */
function checkStops(config: TuningConfigInput): void {
  const { Strategy, StrategyConfig, TrainingJobEarlyStoppingType, TuningJobCompletionCriteria } =
    config
  const { BestObjectiveNotImproving: stalled } = TuningJobCompletionCriteria ?? {}
  if (Strategy === 'Hyperband' && TrainingJobEarlyStoppingType === 'Auto') {
    throw refusal(
      'TrainingJobEarlyStoppingType must be Off to use the Hyperband strategy, which has an early stopping of its own.',
    )
  }
  if (Strategy !== 'Hyperband' && StrategyConfig?.HyperbandStrategyConfig !== undefined) {
    throw refusal(
      `HyperbandStrategyConfig can be given with Strategy Hyperband only, and Strategy is ${Strategy}.`,
    )
  }
  if (stalled !== undefined && stalled.MaxNumberOfTrainingJobsNotImproving === undefined) {
    throw refusal('BestObjectiveNotImproving must have MaxNumberOfTrainingJobsNotImproving.')
  }
}

function refuseLacking({
  Autotune,
  HyperParameterTuningJobConfig: config,
}: CreateTuningJobInput): void {
  const { ConvergenceDetected } = config.TuningJobCompletionCriteria ?? {}
  if (Autotune !== undefined) throw notHere('Autotune')
  if (ConvergenceDetected?.CompleteOnConvergence === 'Enabled') {
    throw notHere('TuningJobCompletionCriteria.ConvergenceDetected')
  }
}

/** One definition with the job's own ranges and objective, or several with theirs. */
function resolveDefinitions(input: CreateTuningJobInput): readonly TrialDefinition[] {
  const { TrainingJobDefinition: one, TrainingJobDefinitions: several } = input
  const { HyperParameterTuningJobConfig: config } = input
  if ((one === undefined) === (several === undefined)) {
    throw refusal('Exactly one of TrainingJobDefinition and TrainingJobDefinitions must be given.')
  }
  if (one !== undefined) {
    const objective = config.HyperParameterTuningJobObjective
    if (objective === undefined) throw missing('HyperParameterTuningJobObjective')
    if (config.ParameterRanges === undefined) throw missing('ParameterRanges')
    return [resolveTrialDefinition(one, resolveParameterRanges(config.ParameterRanges), objective)]
  }
  const own = ['HyperParameterTuningJobObjective', 'ParameterRanges'] as const
  const stray = own.find((member) => config[member] !== undefined)
  if (stray !== undefined) {
    throw refusal(
      `${stray} cannot be given together with TrainingJobDefinitions: each of these has its own.`,
    )
  }
  return resolveSeveral(several ?? [])
}

function missing(member: string): AwsError {
  return refusal(
    `HyperParameterTuningJobConfig must have ${member} when there is one TrainingJobDefinition.`,
  )
}

function resolveSeveral(inputs: readonly TrialDefinitionInput[]): readonly TrialDefinition[] {
  const names = inputs.map(({ DefinitionName }) => DefinitionName)
  if (names.includes(undefined))
    throw refusal('Each of several TrainingJobDefinitions must have a DefinitionName.')
  if (new Set(names).size < names.length)
    throw refusal('The DefinitionName of each of TrainingJobDefinitions must be unique.')
  const definitions = inputs.map((input) => {
    const { DefinitionName: name, TuningObjective, HyperParameterRanges } = input
    if (TuningObjective === undefined || HyperParameterRanges === undefined) {
      throw refusal(
        `TrainingJobDefinition "${name}" must have TuningObjective and HyperParameterRanges.`,
      )
    }
    return resolveTrialDefinition(
      input,
      resolveParameterRanges(HyperParameterRanges),
      TuningObjective,
    )
  })
  const types = new Set(definitions.map(({ objective }) => objective.Type))
  if (types.size > 1)
    throw refusal('All TrainingJobDefinitions must have a TuningObjective of the same Type.')
  return definitions
}

/** How many training jobs there may be: on a grid as many as there are points. */
function resolveLimits(
  config: TuningConfigInput,
  definitions: readonly TrialDefinition[],
): TuningConfig['ResourceLimits'] {
  const { ResourceLimits: limits, Strategy } = config
  const combinations = definitions.reduce((sum, { ranges }) => sum + countPoints(ranges), 0)
  const asked = limits.MaxNumberOfTrainingJobs
  if (Strategy === 'Grid') checkGrid(definitions, combinations, asked)
  const number =
    asked ?? (Strategy === 'Grid' ? combinations : Math.min(combinations, most.trainingJobs))
  if (asked === undefined && Strategy !== 'Grid' && !endsOtherwise(config)) {
    throw refusal(
      `ResourceLimits must have MaxNumberOfTrainingJobs or MaxRuntimeInSeconds, or there must be TuningJobCompletionCriteria, with Strategy ${Strategy}.`,
    )
  }
  if (combinations < number) throw tooFew(combinations, number)
  checkLimit('training jobs per hyperparameter tuning job', most.trainingJobs, number)
  checkLimit(
    'parallel training jobs per hyperparameter tuning job',
    most.parallelTrainingJobs,
    limits.MaxParallelTrainingJobs,
  )
  return { ...limits, MaxNumberOfTrainingJobs: number }
}

function endsOtherwise({
  ResourceLimits,
  TuningJobCompletionCriteria,
}: TuningConfigInput): boolean {
  return (
    ResourceLimits.MaxRuntimeInSeconds !== undefined || TuningJobCompletionCriteria !== undefined
  )
}

function checkGrid(
  definitions: readonly TrialDefinition[],
  combinations: number,
  asked: number | undefined,
): void {
  const other = definitions
    .flatMap(({ ranges }) => ranges)
    .find(({ kind }) => kind !== 'categorical')
  if (other !== undefined) {
    throw refusal(
      `Only categorical parameters are supported when using the Grid strategy, and hyperparameter "${other.name}" is ${other.kind}.`,
    )
  }
  if (asked === undefined || asked === combinations) return
  if (asked > combinations) throw tooFew(combinations, asked)
  throw refusal(
    `With the Grid strategy MaxNumberOfTrainingJobs must equal the total number of distinct categorical combinations, ${combinations}, and it is ${asked}. Leave it out to have it calculated.`,
  )
}

function tooFew(combinations: number, asked: number): AwsError {
  return refusal(
    `You don't have enough combinations of hyperparameter ranges. The total number of hyperparameter combinations for the provided ranges [${combinations.toFixed(1)}] must be equal or greater than the value of MaxNumberOfJobs, [${asked}]. Provide additional ranges.`,
  )
}

function checkLimit(what: string, limit: number, asked: number): void {
  if (asked <= limit) return
  throw new AwsError(
    'ResourceLimitExceeded',
    `The account-level service limit 'Number of ${what}' is ${limit}, with a request of ${asked}. Please use AWS Service Quotas to request an increase for this quota.`,
  )
}

/** A definition as it is described: SageMaker shows the hyperparameter that it adds. */
function describeDefinition(
  input: TrialDefinitionInput,
  definition: TrialDefinition | undefined,
): TrialDefinitionInput {
  const { HyperParameters = {}, OutputDataConfig } = definition?.template ?? {}
  return {
    ...input,
    StaticHyperParameters: HyperParameters,
    ...(OutputDataConfig && { OutputDataConfig }),
    EnableNetworkIsolation: input.EnableNetworkIsolation ?? false,
    EnableInterContainerTrafficEncryption: input.EnableInterContainerTrafficEncryption ?? false,
    EnableManagedSpotTraining: input.EnableManagedSpotTraining ?? false,
  }
}
