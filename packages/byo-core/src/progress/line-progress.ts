import type { StepEvent } from '../train-and-deploy/events.ts'
import { describeBytes, formatStep, resultDescriber, type SentBytes } from './describe-step.ts'
import type { ProgressStream } from './progress-stream.ts'
import type { Summarise } from './run-summary.ts'

/** Statuses are worth a line only in steps that take their time. */
const longStepSeconds = 5

/** One line for each step with its time, and in long steps one for each change of status and each quarter of the bytes. */
export function lineProgress(
  stream: ProgressStream,
  summarise: Summarise,
): (event: StepEvent) => void {
  const describe = resultDescriber()
  let shownStatus: string | undefined
  let shownQuarter = 0

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
      case 'step-ended':
        return layOut(event, describe(event))
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
