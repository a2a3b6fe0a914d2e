import type { Resource } from '../resource.ts'
import { formatSeconds } from './describe-step.ts'
import type { StepEvent } from './events.ts'

/**
 * Keeps the times of the steps and gives the table of them and of the resources when the run is over;
 * undefined at every other event.
 */
export function runSummary(): (event: StepEvent) => string | undefined {
  const times: { readonly step: string; readonly seconds: number }[] = []
  return (event) => {
    switch (event.type) {
      case 'step-ended':
      case 'step-failed':
        times.push(event)
        return undefined
      case 'run-ended': {
        const { run, resources, seconds, billableSeconds: billable } = event
        const price = billable === undefined ? '' : `, ${billable} s of training are billed`
        const steps = [...times, { step: 'total', seconds }]
        return `\nRun ${run}${price}\n${listResources(resources)}${listTimes(steps)}`
      }
      case 'run-failed': {
        const { run, resources, seconds } = event
        const steps = [...times, { step: 'total', seconds }]
        const rest = resources.length === 0 ? '' : ', and these are still there'
        return `\nRun ${run} failed${rest}\n${listResources(resources)}${listTimes(steps)}`
      }
      default:
        return undefined
    }
  }
}

function listResources(resources: readonly Resource[]): string {
  return resources.map(({ kind, arn }) => `  ${kind.padEnd(16)}  ${arn}\n`).join('')
}

function listTimes(times: readonly { step: string; seconds: number }[]): string {
  return times
    .map(({ step, seconds }) => `  ${step.padEnd(16)}  ${formatSeconds(seconds).trim()} s\n`)
    .join('')
}
