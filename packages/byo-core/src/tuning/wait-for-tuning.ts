import { readLastWords } from '../logs/read-log-tail.ts'
import type { Session } from '../session/session.ts'
import { trainingLog } from '../training/wait-for-training.ts'
import type { WaitOptions } from '../waiting/wait-options.ts'
import { findBest } from './best-trial.ts'
import { listTrials } from './list-trials.ts'
import type { TuningRanges } from './ranges.ts'
import { type Trial, trialOf } from './trial.ts'
import { countTrials, type TrialCounts } from './trial-counts.ts'
import { readObjective } from './tuning-facts.ts'
import type { TuningObjective } from './tuning-options.ts'
import { type CompletedTuning, telling, tuningError } from './tuning-outcome.ts'
import { waitForTuningEnd } from './wait-for-tuning-end.ts'

/**
 * What a tuning job is doing.
 *
 * @public
 */
export interface TuningProgress<Ranges extends TuningRanges = TuningRanges> {
  /** Such as `InProgress`. */
  readonly status: string
  /** How many trials there are of each kind. */
  readonly counts: TrialCounts
  /** What makes one trial better than another. */
  readonly objective: TuningObjective
  /** All trials so far, in the order in which they were asked for. */
  readonly trials: readonly Trial<Ranges>[]
}

/** Waits for the job's end and gives its result; an end without a best trial is an error. */
export async function waitForTuning<Ranges extends TuningRanges>(
  session: Session,
  name: string,
  ranges: Ranges,
  options: WaitOptions<TuningProgress<Ranges>>,
): Promise<CompletedTuning<Ranges>> {
  const { onProgress, signal } = options
  const trialsOf = async (from: AbortSignal | undefined) =>
    (await listTrials(session, name, from)).map((summary) => trialOf(summary, ranges))
  const job = await waitForTuningEnd(session, name, options, async (now, from) => {
    if (onProgress === undefined) return
    onProgress({
      status: now.HyperParameterTuningJobStatus ?? '',
      counts: countTrials(now),
      objective: readObjective(now),
      trials: await trialsOf(from),
    })
  })
  const trials = await trialsOf(signal)
  const objective = readObjective(job)
  const best = await findBest(session, { job, ranges, signal })
  const { HyperParameterTuningJobStatus: status = '' } = job
  if (best === undefined || status === 'Failed') {
    const told = telling(trials)
    const tail = told ? await readLastWords(session, trainingLog(told.name), signal) : []
    throw tuningError(job, trials, tail)
  }
  return {
    name,
    arn: job.HyperParameterTuningJobArn ?? '',
    status,
    best,
    trials,
    counts: countTrials(job),
    objective,
    ranges,
  }
}
