import { ByoError } from '../errors.ts'
import { checkNumber } from '../requests/check-limits.ts'
import type { TuningRanges } from './ranges.ts'
import type { TuningSettings } from './tuning-job-spec.ts'
import type { SearchOptions } from './tuning-options.ts'

/** Throws when a strategy is given what it doesn't take. Source: AWS's documentation of the strategies. */
export function checkStrategy(options: TuningSettings): void {
  const { strategy = 'Bayesian', hyperband } = options
  if (strategy === 'Grid') checkGrid(options)
  if (strategy === 'Hyperband') checkHyperband(options)
  else if (hyperband !== undefined) {
    throw invalid(
      `The option hyperband is for the strategy Hyperband; it is ${strategy}. Leave it out, or set strategy: 'Hyperband'.`,
    )
  }
}

/** Where SageMaker looks for `maxResource` among the static hyperparameters. */
const epochNames = ['epochs', 'numepochs', 'n-epochs', 'n_epochs', 'num_epochs']
/** The largest `maxResource`. */
const mostResource = 20_000

function checkHyperband({ hyperband = {}, earlyStopping, training }: TuningSettings): void {
  if (earlyStopping) {
    throw invalid('The strategy Hyperband stops trials by itself: leave out earlyStopping.')
  }
  const { minResource, maxResource } = hyperband
  const fixed = training.hyperparameters ?? {}
  if (maxResource === undefined && !epochNames.some((name) => Object.hasOwn(fixed, name))) {
    throw invalid(
      `The strategy Hyperband doesn't know how much a trial may spend: give hyperband.maxResource, or one of the hyperparameters ${epochNames.join(', ')}.`,
    )
  }
  const limits = { min: 1, max: mostResource }
  checkNumber('hyperband.minResource', minResource, limits)
  checkNumber('hyperband.maxResource', maxResource, limits)
  if (minResource !== undefined && maxResource !== undefined && minResource > maxResource) {
    throw invalid(
      `hyperband.minResource is ${minResource}, more than maxResource, which is ${maxResource}.`,
    )
  }
}

/** How many trials a grid has. */
export function countCombinations(ranges: TuningRanges): number {
  return Object.values(ranges).reduce(
    (product, range) => product * (range.kind === 'categorical' ? range.values.length : 1),
    1,
  )
}

function checkGrid({ ranges, maxJobs }: SearchOptions): void {
  const [name] = Object.entries(ranges).find(([, { kind }]) => kind !== 'categorical') ?? []
  if (name !== undefined) {
    throw invalid(
      `The strategy Grid takes categorical ranges only, and that of "${name}" is none: list its values with categorical([…]), or choose another strategy.`,
    )
  }
  const all = countCombinations(ranges)
  if (all > 750) {
    throw invalid(`The grid has ${all} combinations; SageMaker takes at most 750.`)
  }
  if (maxJobs !== undefined && maxJobs !== all) {
    throw invalid(
      `maxJobs is ${maxJobs}, and the grid has ${all} combinations, which the strategy Grid tries all: leave out maxJobs.`,
    )
  }
}

function invalid(message: string): ByoError {
  return new ByoError('invalid-option', message)
}
