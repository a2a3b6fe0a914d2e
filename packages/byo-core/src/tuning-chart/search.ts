import type { Trial } from '../tuning/trial.ts'
import type { TuningObjective } from '../tuning/tuning-options.ts'
import type { Axis } from './axis.ts'

/** A trial with an objective. */
export type Measured = Trial & { readonly objective: number }

/** What all panels show. */
export interface Search {
  readonly trials: readonly Trial[]
  readonly objective: TuningObjective
  readonly best: Measured | undefined
  readonly yAxis: Axis
}

/** An objective that isn't a finite number has no place on an axis. */
export function isMeasured(trial: Trial): trial is Measured {
  return Number.isFinite(trial.objective)
}
