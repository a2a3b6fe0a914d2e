import { AwsError } from '../../errors.ts'
import type { Platform } from '../../jobs/platform.ts'
import type { TrialDefinition, TuningJob } from '../../jobs/tuning/tuning-job.ts'
import { isOver } from '../../jobs/tuning/tuning-states.ts'
import { type Heritage, inherit } from '../../jobs/tuning/warm-start.ts'
import type { RequestContext } from '../operation.ts'
import { refusal } from './refusals.ts'
import { most, type ResolvedTuning } from './resolve-tuning-request.ts'

/**
 * What a tuning job inherits from its parents, if it has some.
 *
 * @throws AwsError for parents that are not there, still run, or searched for something else.
 */
export function resolveWarmStart(
  platform: Platform,
  { request, definitions }: ResolvedTuning,
  { region }: RequestContext,
): Heritage | undefined {
  const { WarmStartConfig: config, HyperParameterTuningJobConfig } = request
  if (config === undefined) return undefined
  const parents = config.ParentHyperParameterTuningJobs.map(({ HyperParameterTuningJobName }) =>
    findParent(platform, region, HyperParameterTuningJobName),
  )
  for (const parent of parents) {
    for (const definition of definitions) checkParent(parent, definition)
    if (config.WarmStartType === 'IdenticalDataAndAlgorithm') checkData(parent, definitions)
  }
  const inherited = parents.reduce((sum, { trials }) => sum + trials.length, 0)
  const asked = HyperParameterTuningJobConfig.ResourceLimits.MaxNumberOfTrainingJobs
  if (inherited + asked > most.trainingJobs) {
    throw new AwsError(
      'ResourceLimitExceeded',
      `The account-level service limit 'Number of training jobs per hyperparameter tuning job' is ${most.trainingJobs}; those of parents count, and there are ${inherited} of these and a request of ${asked}.`,
    )
  }
  return inherit(definitions, parents, config.WarmStartType)
}

function findParent({ tuningJobs }: Platform, region: string, name: string | undefined): TuningJob {
  if (name === undefined) {
    throw refusal('Each of ParentHyperParameterTuningJobs must have a HyperParameterTuningJobName.')
  }
  const parent = tuningJobs.get(region, name)
  if (parent === undefined) {
    throw refusal(`The parent hyperparameter tuning job "${name}" could not be found.`)
  }
  if (isOver(parent)) return parent
  throw refusal(
    `A parent hyperparameter tuning job must be in a terminal state, and "${name}" is in status ${parent.status}.`,
  )
}

/** A parent's definition of the same name must have had the same objective and the same hyperparameters. */
function checkParent(parent: TuningJob, definition: TrialDefinition): void {
  const origin = parent.definitions.find(({ name }) => name === definition.name)
  if (origin === undefined) {
    throw refusal(
      `The parent hyperparameter tuning job "${parent.name}" has no TrainingJobDefinition ${definition.name === undefined ? 'without a DefinitionName' : `"${definition.name}"`}.`,
    )
  }
  const [own, theirs] = [definition.objective, origin.objective]
  if (own.MetricName !== theirs.MetricName || own.Type !== theirs.Type) {
    throw refusal(
      `The objective must be the same in current and parent tuning jobs: it is ${own.Type} ${own.MetricName}, and that of "${parent.name}" is ${theirs.Type} ${theirs.MetricName}.`,
    )
  }
  if (namesOf(definition) === namesOf(origin)) return
  throw refusal(
    'The set of tunable plus static HyperParameter names is not the same across current and parent tuning jobs. Please ensure this set is constant when warm starting. Note that previously static HyperParameters can be tuned in warm start jobs and vice versa.',
  )
}

/** All hyperparameters of a definition, tuned or not. */
function namesOf({ ranges, template }: TrialDefinition): string {
  const names = [...ranges.map(({ name }) => name), ...Object.keys(template.HyperParameters ?? {})]
  return JSON.stringify(names.sort())
}

/** Identical data are under the same addresses. */
function checkData(parent: TuningJob, definitions: readonly TrialDefinition[]): void {
  const addresses = (of: readonly TrialDefinition[]): string =>
    JSON.stringify(
      of.map(({ name, template }) => [
        name,
        template.InputDataConfig?.map(({ ChannelName, DataSource }) => [
          ChannelName,
          DataSource.S3DataSource.S3Uri,
        ]),
      ]),
    )
  if (addresses(parent.definitions) === addresses(definitions)) return
  throw refusal(
    `WarmStartType IdenticalDataAndAlgorithm needs the same input data, and the InputDataConfig of "${parent.name}" is another. Use TransferLearning for other data.`,
  )
}
