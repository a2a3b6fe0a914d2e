import type { Trial } from '../tuning/trial.ts'
import type { TuningObjective } from '../tuning/tuning-options.ts'
import { countOf } from '../wording/count-of.ts'
import { formatTick } from './axis.ts'
import { isMeasured, type Search } from './search.ts'

/** Digits of numbers in words. */
const digits = 4

/** For those who don't see it. */
export function summarise({ trials, objective, best }: Search): string {
  const { metric } = objective
  const without = trials.filter((trial) => trial.endedAt && !isMeasured(trial)).length
  const found =
    best === undefined
      ? `None of them has told ${metric} yet.`
      : `The best, ${best.name}, reached ${inWords(best.objective)} with ${chosen(best)}.`
  const rest = without === 0 ? '' : ` ${countOf(without, 'trial')} ended without a value.`
  return `${countOf(trials.length, 'trial')} of a search that ${objective.goal.toLowerCase()}s ${metric}. ${found}${rest} Above ${metric} over time with the best so far as a line, below ${metric} against each hyperparameter.`
}

/** A trial in a line. */
export function describe(trial: Trial, { metric }: TuningObjective): string {
  const value = isMeasured(trial) ? `${metric} ${inWords(trial.objective)}` : trial.status
  return `${trial.name}: ${value} with ${chosen(trial)}`
}

/** The hyperparameters of a trial. */
export function chosen({ hyperparameters }: Trial): string {
  return Object.entries(hyperparameters)
    .map(([name, value]) => `${name} ${typeof value === 'number' ? inWords(value) : value}`)
    .join(', ')
}

/** A number as people read it. */
export function inWords(value: number): string {
  return formatTick(Number(value.toPrecision(digits)))
}

/** Which way is better. */
export function goalWord({ goal }: TuningObjective): string {
  return goal === 'Minimize' ? 'smaller is better' : 'larger is better'
}
