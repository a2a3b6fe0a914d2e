import type { StepEvent } from '../train-and-deploy/events.ts'
import { describeBytes, formatStep, resultDescriber, type SentBytes } from './describe-step.ts'
import { bestTrials, describeCounts, endedTrials, leaderboard } from './leaderboard.ts'
import type { ProgressStream } from './progress-stream.ts'
import type { Summarise } from './run-summary.ts'

/** Statuses are worth a line only in steps that take their time. */
const longStepSeconds = 5
/** So many lines tell of ends of trials, at most. */
const maxTrialLines = 100
/** As wide as step and time. */
const indent = ' '.repeat(19)

/** One line for each step with its time, and in long steps one for each change of status each quarter of the bytes and ends of trials. */
export function lineProgress(
  stream: ProgressStream,
  summarise: Summarise,
): (event: StepEvent) => void {
  const describe = resultDescriber()
  let shownStatus: string | undefined
  let shownQuarter = 0
  let shownTrials = 0

  const lineOf = (event: StepEvent): string | undefined => {
    switch (event.type) {
      case 'step-status':
        if (event.seconds < longStepSeconds || event.status === shownStatus) return undefined
        shownStatus = event.status
        return layOut(event, `… ${event.status}`)
      case 'step-progress': {
        const quarter = quarterOf(event)
        if (event.seconds < longStepSeconds || quarter === shownQuarter) return undefined
        shownQuarter = quarter
        return layOut(event, `… ${describeBytes(event)}`)
      }
      case 'step-trials': {
        const ended = endedTrials(event.counts)
        const share = Math.ceil((event.counts.max ?? 1) / maxTrialLines)
        if (event.seconds < longStepSeconds || ended < shownTrials + share) return undefined
        shownTrials = ended
        const [best] = bestTrials(event, 1)
        const news = best === undefined ? '' : `; best ${best}`
        return layOut(event, `… ${describeCounts(event.counts)}${news}`)
      }
      case 'step-ended': {
        const below = event.step === 'tune' ? leaderboard(event.result) : []
        return [layOut(event, describe(event)), ...below.map((text) => `${indent}${text}`)].join(
          '\n',
        )
      }
      case 'step-failed':
        return layOut(event, 'failed')
      default:
        return undefined
    }
  }
  return (event) => {
    const line = lineOf(event)
    if (line !== undefined) stream.write(`${line}\n`)
    const summary = summarise(event)
    if (summary !== '') stream.write(summary)
  }
}

/** How many quarters of the bytes have arrived; 0 where their number is unknown. */
function quarterOf({ sentBytes, totalBytes }: SentBytes): number {
  return totalBytes ? Math.floor((4 * sentBytes) / totalBytes) : 0
}

function layOut({ step, seconds }: { step: string; seconds: number }, text: string): string {
  return `${formatStep(step, seconds)} s  ${text}`
}
