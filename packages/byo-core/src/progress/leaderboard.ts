import { rankTrials, type Trial } from '../tuning/trial.ts'
import type { TrialCounts } from '../tuning/trial-counts.ts'
import type { TuningObjective } from '../tuning/tuning-options.ts'

/** What is known of a search. */
interface Search {
  readonly trials: readonly Trial[]
  readonly objective: TuningObjective
}

/** How many trials a leaderboard shows. */
const places = 3
/** Digits of objectives and hyperparameters. */
const digits = 4

/** Such as `3 completed, 2 running, 1 failed of 12`. */
export function describeCounts(counts: TrialCounts): string {
  const { completed, inProgress, failed, stopped, max } = counts
  const kinds = Object.entries({ running: inProgress, failed, stopped })
  const others = kinds
    .filter(([, number]) => number > 0)
    .map(([kind, number]) => `, ${number} ${kind}`)
  return `${completed} completed${others.join('')}${max === undefined ? '' : ` of ${max}`}`
}

/** How many trials have ended. */
export function endedTrials({ completed, failed, stopped }: TrialCounts): number {
  return completed + failed + stopped
}

/** The best trials with their places, a line each; none until an objective is known. */
export function leaderboard(search: Search): string[] {
  return bestTrials(search, places).map((text, index) => `${index + 1}  ${text}`)
}

/** Such as `gcv 0.1234 with degree 2, pmethod none`, best first. */
export function bestTrials({ trials, objective }: Search, count: number): string[] {
  const { metric, goal } = objective
  const best = rankTrials(trials, goal).slice(0, count)
  const values = best.map((trial) => formatNumber(trial.objective))
  const width = Math.max(...values.map(({ length }) => length))
  return best.map(({ hyperparameters }, index) => {
    const chosen = Object.entries(hyperparameters).map(([name, value]) => {
      return `${name} ${typeof value === 'number' ? formatNumber(value) : value}`
    })
    return `${metric} ${values[index]?.padEnd(width)} with ${chosen.join(', ')}`
  })
}

/** Four digits, without zeros at the end: 0.1234, 2, 1.5e-7. */
function formatNumber(value: number): string {
  return String(Number(value.toPrecision(digits)))
}
