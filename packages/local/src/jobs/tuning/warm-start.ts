import type { ParameterRange, Point, Trial } from '../../strategies/parameter-range.ts'
import type { TrialDefinition, TuningJob, TuningTrial, WarmStart } from './tuning-job.ts'
import { asTrial, bestTrial, definitionOf } from './tuning-trials.ts'

/** What a new tuning job takes over from others that have ended. */
export interface Heritage {
  /** Their trials for each of the new job's definitions, as strategies see them. */
  readonly trials: readonly (readonly Trial[])[]
  /** The best of them all, if any. */
  readonly best?: InheritedBest
}

/** The best trial of a parent, with what is told of it when the parent is gone. */
export interface InheritedBest {
  readonly tuningJobName: string
  readonly trial: TuningTrial
  readonly definition: TrialDefinition
}

/**
 * Takes over what parents have found. A trial counts if each of its hyperparameters that is tuned now lies in its range.
 * With `IdenticalDataAndAlgorithm` those that are static now must have their values too, and losses compare with new ones;
 * with `TransferLearning` losses compare among those of one parent only.
 */
export function inherit(
  definitions: readonly TrialDefinition[],
  parents: readonly TuningJob[],
  type: WarmStart['WarmStartType'],
): Heritage {
  const trials = definitions.map((definition) =>
    parents.flatMap((parent) => inheritedTrials(definition, parent, type)),
  )
  const best = type === 'IdenticalDataAndAlgorithm' ? bestOfAll(parents) : undefined
  return { trials, ...(best && { best }) }
}

function inheritedTrials(
  definition: TrialDefinition,
  parent: TuningJob,
  type: WarmStart['WarmStartType'],
): readonly Trial[] {
  return parent.trials.flatMap((trial) => {
    const origin = definitionOf(parent, trial)
    if (origin.name !== definition.name || trial.value === undefined) return []
    const given = { ...origin.template.HyperParameters, ...trial.tuned }
    const point = pointWithin(definition.ranges, given)
    if (point === undefined) return []
    const told = asTrial(trial, origin.objective)
    if (type === 'TransferLearning') return [{ ...told, point, source: parent.arn }]
    const statics = Object.entries(definition.template.HyperParameters ?? {})
    return statics.every(([name, value]) => given[name] === value) ? [{ ...told, point }] : []
  })
}

/** The tuned ones of hyperparameters, if all of them lie in their ranges. */
function pointWithin(ranges: readonly ParameterRange[], given: Point): Point | undefined {
  const isWithin = ranges.every((range) => {
    const text = given[range.name]
    if (text === undefined) return false
    if (range.kind === 'categorical') return range.values.includes(text)
    const value = Number(text)
    return value >= range.min && value <= range.max
  })
  if (!isWithin) return undefined
  return Object.fromEntries(ranges.map(({ name }) => [name, given[name] as string]))
}

/** The best of the parents' best, and of what these have inherited themselves. */
function bestOfAll(parents: readonly TuningJob[]): InheritedBest | undefined {
  return parents
    .map(overallBest)
    .reduce((a, b) => (a === undefined || (b !== undefined && isBetter(b, a)) ? b : a), undefined)
}

/** The best trial of a tuning job and of all that it was warm-started from. */
export function overallBest(job: TuningJob): InheritedBest | undefined {
  const trial = bestTrial(job)
  const inherited = job.heritage?.best
  if (trial === undefined) return inherited
  const own = { tuningJobName: job.name, trial, definition: definitionOf(job, trial) }
  return inherited !== undefined && isBetter(inherited, own) ? inherited : own
}

function isBetter(a: InheritedBest, b: InheritedBest): boolean {
  const [first, second] = [a.trial.value as number, b.trial.value as number]
  return a.definition.objective.Type === 'Minimize' ? first < second : first > second
}
