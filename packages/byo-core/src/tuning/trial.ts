import type { HyperParameterTrainingJobSummary } from '@aws-sdk/client-sagemaker'
import { parseTuned } from './parameter-ranges.ts'
import type { TunedHyperparameters, TuningRanges } from './ranges.ts'
import type { TrialOutcome } from './tuning-error.ts'
import type { TuningObjective } from './tuning-options.ts'

/**
 * A training job that a tuning job has started.
 *
 * @public
 */
export interface Trial<Ranges extends TuningRanges = TuningRanges> extends TrialOutcome {
  /** What was chosen for it: numbers as numbers. */
  readonly hyperparameters: TunedHyperparameters<Ranges>
  /** Whether its objective has been found: `Succeeded`, `Pending` or `Failed`. */
  readonly objectiveStatus: string | undefined
  /** When it was asked for. */
  readonly createdAt: Date | undefined
  /** When it began to train. */
  readonly startedAt: Date | undefined
  /** When it ended. */
  readonly endedAt: Date | undefined
  /** From start to end, which is what is paid for without spot machines. */
  readonly seconds: number | undefined
}

/** A trial from SageMaker's summary of it. */
export function trialOf<Ranges extends TuningRanges>(
  summary: HyperParameterTrainingJobSummary,
  ranges: Ranges,
): Trial<Ranges> {
  const { TrainingStartTime: startedAt, TrainingEndTime: endedAt } = summary
  return {
    name: summary.TrainingJobName ?? '',
    status: summary.TrainingJobStatus ?? '',
    hyperparameters: hyperparametersOf(summary, ranges),
    objective: summary.FinalHyperParameterTuningJobObjectiveMetric?.Value,
    objectiveStatus: summary.ObjectiveStatus,
    createdAt: summary.CreationTime,
    startedAt,
    endedAt,
    seconds: startedAt && endedAt && (endedAt.getTime() - startedAt.getTime()) / 1000,
    failureReason: summary.FailureReason || undefined,
  }
}

/** What was chosen, of the types that the ranges have, and in their order: SageMaker's own means nothing. */
function hyperparametersOf<Ranges extends TuningRanges>(
  { TunedHyperParameters: chosen = {} }: HyperParameterTrainingJobSummary,
  ranges: Ranges,
): TunedHyperparameters<Ranges> {
  const names = new Set([...Object.keys(ranges), ...Object.keys(chosen)])
  const tuned = [...names].flatMap((name) => {
    const text = chosen[name]
    return text === undefined ? [] : [[name, parseTuned(text, ranges[name])]]
  })
  return Object.fromEntries(tuned) as TunedHyperparameters<Ranges>
}

/** The trials whose objective is known and finite, best first. */
export function rankTrials<T extends Pick<TrialOutcome, 'objective'>>(
  trials: readonly T[],
  goal: TuningObjective['goal'],
): (T & { readonly objective: number })[] {
  const direction = goal === 'Minimize' ? 1 : -1
  return trials
    .filter((trial): trial is T & { readonly objective: number } =>
      Number.isFinite(trial.objective),
    )
    .sort((a, b) => direction * (a.objective - b.objective))
}
