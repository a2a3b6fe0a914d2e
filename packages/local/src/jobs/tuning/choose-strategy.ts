import { suggestBayesian } from '../../strategies/bayesian-search.ts'
import { suggestOnGrid } from '../../strategies/grid-search.ts'
import type { Strategy } from '../../strategies/parameter-range.ts'
import { suggestAtRandom } from '../../strategies/random-search.ts'
import type { TuningConfig } from './tuning-job.ts'

/** The strategies by SageMaker's names. */
export const strategies: Partial<Readonly<Record<TuningConfig['Strategy'], Strategy>>> = {
  Bayesian: suggestBayesian,
  Grid: suggestOnGrid,
  Random: suggestAtRandom,
}
