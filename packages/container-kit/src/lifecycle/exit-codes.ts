import type { StopSignal } from './host.ts'

/** Exit codes: 0 means Completed to SageMaker, anything else Failed; the others follow shells' habits. */
export const exitCodes = {
  success: 0,
  failure: 1,
  usage: 2,
} as const

/** The code of a process that a signal ended: 128 and the signal's number. */
export function exitCodeOf(signal: StopSignal): number {
  return signal === 'SIGTERM' ? 143 : 130
}
