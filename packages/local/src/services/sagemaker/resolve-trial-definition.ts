import type { Objective, TrialDefinition } from '../../jobs/tuning/tuning-job.ts'
import type { ParameterRange } from '../../strategies/parameter-range.ts'
import { notHere, refusal } from './refusals.ts'
import type { ParameterRangesInput } from './resolve-parameter-ranges.ts'
import { type CreateTrainingJobInput, resolveTrainingRequest } from './resolve-training-request.ts'

/** A HyperParameterTrainingJobDefinition as it comes. */
export interface TrialDefinitionInput
  extends Omit<
    CreateTrainingJobInput,
    'TrainingJobName' | 'HyperParameters' | 'AlgorithmSpecification'
  > {
  readonly DefinitionName?: string
  readonly TuningObjective?: Objective
  readonly HyperParameterRanges?: ParameterRangesInput
  readonly StaticHyperParameters?: Readonly<Record<string, string>>
  readonly AlgorithmSpecification: NonNullable<CreateTrainingJobInput['AlgorithmSpecification']>
  readonly HyperParameterTuningResourceConfig?: TuningResources
}

interface TuningResources {
  readonly InstanceType?: string
  readonly InstanceCount?: number
  readonly VolumeSizeInGB?: number
  readonly VolumeKmsKeyId?: string
  readonly AllocationStrategy?: 'Prioritized'
  readonly InstanceConfigs?: readonly Required<
    Pick<TuningResources, 'InstanceType' | 'InstanceCount' | 'VolumeSizeInGB'>
  >[]
}

/** The hyperparameter with which SageMaker tells a program what it is judged by. */
const objectiveHyperParameter = '_tuning_objective_metric'

/** Hyperparameters that a training job may have. */
const mostHyperParameters = 100

/**
 * Makes what training jobs are made of.
 *
 * @throws AwsError for what CreateTrainingJob refuses as well, and for an objective that nothing measures.
 */
export function resolveTrialDefinition(
  input: TrialDefinitionInput,
  ranges: readonly ParameterRange[],
  objective: Objective,
): TrialDefinition {
  const {
    DefinitionName: name,
    TuningObjective: _,
    HyperParameterRanges: __,
    StaticHyperParameters: fixed = {},
    HyperParameterTuningResourceConfig: resources,
    ...rest
  } = input
  const { AlgorithmSpecification: algorithm } = input
  // In the order in which a program that prints them shows its own first.
  const HyperParameters = { ...fixed, [objectiveHyperParameter]: objective.MetricName }
  checkHyperParameters(fixed, ranges)
  if (!algorithm.MetricDefinitions?.some(({ Name }) => Name === objective.MetricName)) {
    throw refusal(
      'A metric is required for this hyperparameter tuning job objective. Provide a metric in the metric definitions.',
    )
  }
  const { TrainingJobName: ___, ...template } = resolveTrainingRequest({
    ...rest,
    ...(resources && { ResourceConfig: resolveResources(input, resources) }),
    HyperParameters,
    TrainingJobName: 'trial',
  })
  return { ...(name !== undefined && { name }), ranges, objective, template }
}

function checkHyperParameters(
  fixed: Readonly<Record<string, string>>,
  ranges: readonly ParameterRange[],
): void {
  const both = ranges.find(({ name }) => Object.hasOwn(fixed, name))
  if (both !== undefined) {
    throw refusal(
      `Hyperparameter "${both.name}" cannot be both static and tunable: remove it from StaticHyperParameters or from the ranges.`,
    )
  }
  const count = new Set([...Object.keys(fixed), objectiveHyperParameter]).size + ranges.length
  if (count <= mostHyperParameters) return
  throw refusal(
    `A training job can have at most ${mostHyperParameters} hyperparameters, static and tunable ones and ${objectiveHyperParameter} together, and there are ${count}.`,
  )
}

/** The first of several kinds of instances that may be used: here there is always room for it. */
function resolveResources(input: TrialDefinitionInput, resources: TuningResources) {
  const { AllocationStrategy: _, InstanceConfigs: configs, ...own } = resources
  if (input.ResourceConfig !== undefined) {
    throw refusal('ResourceConfig and HyperParameterTuningResourceConfig cannot be given together.')
  }
  if (configs === undefined) return own
  const other = Object.keys(own).find((member) => member !== 'VolumeKmsKeyId')
  if (other !== undefined) {
    throw refusal(
      `${other} cannot be given together with InstanceConfigs: each of these has its own.`,
    )
  }
  const [first] = configs
  if (first === undefined)
    throw notHere('HyperParameterTuningResourceConfig without InstanceConfigs')
  return { ...own, ...first }
}
