import { checkHyperparameters } from '../training/check-hyperparameters.ts'
import { formatHyperparameters } from '../training/hyperparameters.ts'
import type { CategoricalValue, TuningRange, TuningRanges } from './ranges.ts'
import type { TuningSettings } from './tuning-job-spec.ts'

/**
 * Throws when the container's schema would refuse a trial for an end of a range or a value to choose from, or when a
 * trial would have more hyperparameters than SageMaker takes. One of them is varied at a time: not all that is wrong with
 * combinations is found.
 */
export async function checkTunedHyperparameters({
  training,
  ranges,
}: Pick<TuningSettings, 'training' | 'ranges'>): Promise<void> {
  const fixed = training.hyperparameters ?? {}
  for (const tuned of samples(ranges)) {
    const hyperparameters = { ...fixed, ...tuned }
    formatHyperparameters(hyperparameters)
    await checkHyperparameters({
      hyperparameterSchema: training.hyperparameterSchema,
      hyperparameters,
    })
  }
}

/** The first value of each, and then each of the others of one of them at a time. */
function samples(ranges: TuningRanges): Record<string, CategoricalValue>[] {
  const named = Object.entries(ranges).map(([name, range]) => [name, ends(range)] as const)
  const first = Object.fromEntries(named.map(([name, [value = '']]) => [name, value]))
  const others = named.flatMap(([name, [, ...rest]]) =>
    rest.map((value) => ({ ...first, [name]: value })),
  )
  return [first, ...others]
}

function ends(range: TuningRange): readonly CategoricalValue[] {
  return range.kind === 'categorical' ? range.values : [range.min, range.max]
}
