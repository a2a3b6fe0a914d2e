import { chooseBracket, isToStop, type Progress } from '../../strategies/hyperband.ts'
import { isWorseThanMedian } from '../../strategies/median-rule.ts'
import type { MetricValue } from '../training/training-job.ts'
import type { Objective, TuningJob, TuningTrial } from './tuning-job.ts'
import { definitionOf } from './tuning-trials.ts'

/**
 * Hears each value of each metric of each trial, and says whether the trial is to be stopped for it: it has had what it
 * may have, or others were better.
 */
export type StopRule = (metric: MetricValue, trial: TuningTrial) => boolean

/** The rule by which a tuning job stops trials; undefined if it lets each run to its end. */
export function createStopRule(job: TuningJob, random: () => number): StopRule | undefined {
  const { Strategy, TrainingJobEarlyStoppingType } = job.request.HyperParameterTuningJobConfig
  if (Strategy === 'Hyperband') return createHyperbandRule(job, random)
  return TrainingJobEarlyStoppingType === 'Auto' ? createMedianRule(job) : undefined
}

function createHyperbandRule(job: TuningJob, random: () => number): StopRule {
  const progress = new Map<TuningTrial, Progress>()
  return (metric, trial) => {
    const { resource, objective } = definitionOf(job, trial)
    if (resource === undefined || metric.name !== objective.MetricName) return false
    const before = progress.get(trial) ?? { losses: [], bracket: chooseBracket(resource, random) }
    const now = { ...before, losses: [...before.losses, lossOfValue(metric, objective)] }
    progress.set(trial, now)
    const others = likeTrials(job, trial).flatMap((other) => progress.get(other) ?? [])
    return isToStop(now, others, resource)
  }
}

function createMedianRule(job: TuningJob): StopRule {
  const losses = new Map<TuningTrial, readonly number[]>()
  return (metric, trial) => {
    const { objective } = definitionOf(job, trial)
    if (metric.name !== objective.MetricName) return false
    const own = [...(losses.get(trial) ?? []), lossOfValue(metric, objective)]
    losses.set(trial, own)
    const ended = likeTrials(job, trial).filter(({ objectiveStatus: s }) => s === 'Succeeded')
    return isWorseThanMedian(
      own,
      ended.flatMap((other) => [losses.get(other) ?? []]),
    )
  }
}

/** The other trials of the same definition: only their losses compare. */
function likeTrials({ trials }: TuningJob, trial: TuningTrial): readonly TuningTrial[] {
  return trials.filter((other) => other !== trial && other.definition === trial.definition)
}

function lossOfValue({ value }: MetricValue, { Type }: Objective): number {
  return Type === 'Minimize' ? value : -value
}
