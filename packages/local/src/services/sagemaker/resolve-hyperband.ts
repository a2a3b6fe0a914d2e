import type { TrialDefinition, TuningConfig } from '../../jobs/tuning/tuning-job.ts'
import { refusal } from './refusals.ts'

/** Static hyperparameters that say how long a training job trains, the first first. */
const lengthNames = ['epochs', 'numepochs', 'n-epochs', 'n_epochs', 'num_epochs'] as const

/** The most resource that a training job may have. */
const mostResource = 20_000

/**
 * The least and the most resource of training jobs under Hyperband; of other strategies nothing.
 *
 * @throws AwsError when there is no most, or it is less than the least.
 */
export function resolveHyperband(
  { Strategy, StrategyConfig }: Pick<TuningConfig, 'Strategy' | 'StrategyConfig'>,
  { template }: TrialDefinition,
): Pick<TrialDefinition, 'resource'> {
  if (Strategy !== 'Hyperband') return {}
  const { MinResource: min = 1, MaxResource } = StrategyConfig?.HyperbandStrategyConfig ?? {}
  const max = MaxResource ?? inferMost(template.HyperParameters ?? {})
  if (max === undefined) {
    throw refusal(
      `MaxResource must be given with Strategy Hyperband: it cannot be inferred, as StaticHyperParameters have no whole number under any of ${lengthNames.join(', ')}.`,
    )
  }
  if (max > mostResource) {
    throw refusal(`MaxResource must be at most ${mostResource}, and it is ${max}.`)
  }
  if (min > max) {
    throw refusal(`MinResource must not be greater than MaxResource: they are ${min} and ${max}.`)
  }
  return { resource: { min, max } }
}

function inferMost(hyperParameters: Readonly<Record<string, string>>): number | undefined {
  const texts = lengthNames.flatMap((name) => hyperParameters[name] ?? [])
  return texts.map(Number).find((number) => Number.isInteger(number) && number >= 1)
}
