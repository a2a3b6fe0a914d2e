import type { DescribeHyperParameterTuningJobResponse } from '@aws-sdk/client-sagemaker'
import { lastSentence } from '../logs/last-words.ts'
import { parseFailureReason } from '../training/training-outcome.ts'
import { asSentence } from '../wording/as-sentence.ts'
import { countOf } from '../wording/count-of.ts'
import type { BestTrial } from './best-trial.ts'
import type { TuningRanges } from './ranges.ts'
import { explainSilence, hasSilent, isSilent } from './silent-trials.ts'
import type { Trial } from './trial.ts'
import type { TrialCounts } from './trial-counts.ts'
import { type TrialOutcome, TuningError } from './tuning-error.ts'
import { readObjective } from './tuning-facts.ts'
import type { TuningObjective } from './tuning-options.ts'

/**
 * A tuning job that has ended with a best trial.
 *
 * @public
 */
export interface CompletedTuning<Ranges extends TuningRanges = TuningRanges> {
  /** The job's name. */
  readonly name: string
  /** Such as `arn:aws:sagemaker:eu-west-1:123456789012:hyper-parameter-tuning-job/iris-1`. */
  readonly arn: string
  /** `Completed`, or `Stopped` when it was stopped or out of time; the best trial is that of those that ended. */
  readonly status: string
  /** The best trial and its model. */
  readonly best: BestTrial<Ranges>
  /** All trials, in the order in which they were asked for. */
  readonly trials: readonly Trial<Ranges>[]
  /** How many trials there are of each kind. */
  readonly counts: TrialCounts
  /** What made one trial better than another. */
  readonly objective: TuningObjective
  /** What was searched. */
  readonly ranges: Ranges
}

/** How many different reasons a message tells. */
const maxReasons = 3

/** The error of a job that has ended without a best trial. */
export function tuningError(
  job: DescribeHyperParameterTuningJobResponse,
  trials: readonly TrialOutcome[],
  logTail: readonly string[],
): TuningError {
  const jobName = job.HyperParameterTuningJobName ?? ''
  const status = job.HyperParameterTuningJobStatus ?? ''
  const facts = {
    jobName,
    jobArn: job.HyperParameterTuningJobArn ?? '',
    status,
    failureReason: job.FailureReason,
    trials,
    logTail,
  }
  const failed = (code: ConstructorParameters<typeof TuningError>[0], words: string) =>
    new TuningError(code, `Tuning job ${jobName} ${words}`, facts)

  if (hasSilent(trials)) {
    const words = explainSilence(readObjective(job), trials, logTail)
    return failed('objective-not-found', `found no objective: ${words}`)
  }
  const reasons = reasonsOf(trials, logTail)
  if (status === 'Failed') {
    const own = job.FailureReason ? `failed: ${asSentence(job.FailureReason)}` : 'failed.'
    return failed('tuning-failed', [own, reasons].join(' ').trim())
  }
  if (status === 'Completed') {
    return failed('tuning-failed', `ended without a trial that did well. ${reasons}`.trim())
  }
  return failed(
    'tuning-stopped',
    `was stopped before a trial was done (${status}). ${reasons}`.trim(),
  )
}

/** The trial whose log says most about such an end. */
export function telling<T extends TrialOutcome>(trials: readonly T[]): T | undefined {
  return trials.find(isSilent) ?? trials.find(({ status }) => status === 'Failed')
}

/** Such as `2 of 3 trials failed: no column "Nope" (tuning-1-001-0a1b2c3d and 1 more).` */
function reasonsOf(trials: readonly TrialOutcome[], logTail: readonly string[]): string {
  const failed = trials
    .filter(({ status }) => status === 'Failed')
    .map(({ name, failureReason = '' }) => ({ name, ...parseFailureReason(failureReason) }))
  const [first] = failed
  if (first === undefined) return ''
  const names = new Map<string, string[]>()
  for (const { name, sentence, exitCode } of failed) {
    const reason = sentence || (exitCode === undefined ? 'no reason' : `exit code ${exitCode}`)
    names.set(reason, [...(names.get(reason) ?? []), name])
  }
  const told = [...names].slice(0, maxReasons).map(([reason, [name, ...others]]) => {
    const rest = others.length === 0 ? '' : ` and ${others.length} more`
    return `${reason} (${name}${rest})`
  })
  const wrote = first.sentence ? '' : ` ${lastSentence(first.name, logTail)}`
  const more = names.size > maxReasons ? '; and other reasons' : ''
  return `${failed.length} of ${countOf(trials.length, 'trial')} failed: ${told.join('; ')}${more}.${wrote} All that one wrote: attachTrainingJob(session, '${first.name}'), and its logs().`
}
