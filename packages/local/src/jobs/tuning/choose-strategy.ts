import { suggestBayesian } from '../../strategies/bayesian-search.ts'
import { suggestOnGrid } from '../../strategies/grid-search.ts'
import type { Strategy } from '../../strategies/parameter-range.ts'
import { suggestAtRandom } from '../../strategies/random-search.ts'
import type { TuningConfig } from './tuning-job.ts'

/** How points are chosen, by SageMaker's names; Hyperband chooses at random and stops early: see `stop-rule`. */
export const strategies: Readonly<Record<TuningConfig['Strategy'], Strategy>> = {
  Bayesian: suggestBayesian,
  Grid: suggestOnGrid,
  Hyperband: suggestAtRandom,
  Random: suggestAtRandom,
}
