import type { Point } from '../../strategies/parameter-range.ts'
import { strategies } from './choose-strategy.ts'
import type { TrialDefinition, TuningJob } from './tuning-job.ts'
import { asTrial } from './tuning-trials.ts'

/** What a tuning job is to try next. */
export interface NextTrial {
  /** The number of the definition in the tuning job. */
  readonly definition: number
  readonly tuned: Point
}

/** Chooses what to try next: definitions take turns as long as they have points; undefined when the job has had its number. */
export function nextTrial(job: TuningJob, random: () => number): NextTrial | undefined {
  const { ResourceLimits, Strategy } = job.request.HyperParameterTuningJobConfig
  if (job.trials.length >= ResourceLimits.MaxNumberOfTrainingJobs) return undefined
  const suggest = strategies[Strategy]
  const counts = job.definitions.map((_, i) => trialsOf(job, i).length)
  const inTurn = counts.map((_, i) => i).sort((a, b) => (counts[a] ?? 0) - (counts[b] ?? 0))
  for (const definition of inTurn) {
    const { ranges, objective } = job.definitions[definition] as TrialDefinition
    const own = trialsOf(job, definition).map((trial) => asTrial(trial, objective))
    // The other strategies do not learn, and would only leave out what parents have tried.
    const inherited = Strategy === 'Bayesian' ? (job.heritage?.trials[definition] ?? []) : []
    const tuned = suggest(ranges, [...inherited, ...own], random)
    if (tuned !== undefined) return { definition, tuned }
  }
  return undefined
}

function trialsOf({ trials }: TuningJob, definition: number) {
  return trials.filter((trial) => trial.definition === definition)
}
