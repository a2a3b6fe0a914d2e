import { lastWords } from '../logs/last-words.ts'
import { countOf } from '../wording/count-of.ts'
import { excerpt } from '../wording/excerpt.ts'
import type { TrialOutcome } from './tuning-error.ts'
import type { TuningObjective } from './tuning-options.ts'

/** A trial that ended well, and whose log doesn't tell the objective. */
export function isSilent({ status, objective }: TrialOutcome): boolean {
  return status === 'Completed' && objective === undefined
}

/** Whether no trial has told the objective, though some ended well. */
export function hasSilent(trials: readonly TrialOutcome[]): boolean {
  return trials.some(isSilent) && trials.every(({ objective }) => objective === undefined)
}

/** Why there is no objective, as far as the log of the first silent trial tells, and what to do. */
export function explainSilence(
  { metric, pattern }: TuningObjective,
  trials: readonly TrialOutcome[],
  logTail: readonly string[],
): string {
  const silent = trials.filter(isSilent)
  const many = `${countOf(silent.length, 'trial')} ended well without`
  const match = findMatch(pattern, logTail)
  if (match !== undefined) {
    return `${many} a number for the metric "${metric}"; ${silent[0]?.name} wrote "${excerpt(match)}". Let the program print a finite number there, or correct the objective's pattern.`
  }
  const search = pattern === undefined ? '' : `, which /${pattern}/ looks for`
  return `${many} the metric "${metric}" in the log${search}; ${silent[0]?.name} ${lastWords(logTail)}. Let the program print the metric, or correct the objective's pattern.`
}

/** What of the log the pattern found, of which SageMaker could make no number. */
function findMatch(
  pattern: TuningObjective['pattern'],
  logTail: readonly string[],
): string | undefined {
  if (pattern === undefined) return undefined
  try {
    const expression = new RegExp(pattern)
    return logTail.flatMap((line) => expression.exec(line)?.[0] ?? []).at(-1)
  } catch {
    // An expression that is none of JavaScript's, and may be one of SageMaker's all the same.
    return undefined
  }
}
