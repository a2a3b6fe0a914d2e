import type { Resource } from '../resource.ts'
import type { StepEvent } from '../train-and-deploy/events.ts'
import { formatSeconds } from './describe-step.ts'

/** Gives text when a run is over, and none at every other event. */
export type Summarise = (event: StepEvent) => string

/** Keeps the times of the steps and gives the table of them and of the resources when the run is over. */
export function runSummary(): Summarise {
  const times: { readonly step: string; readonly seconds: number }[] = []
  return (event) => {
    switch (event.type) {
      case 'step-ended':
      case 'step-failed':
        times.push(event)
        return ''
      case 'run-ended': {
        const { run, resources, seconds, billableSeconds: billable } = event
        const price = billable === undefined ? '' : `, ${billable} s of training are billed`
        const steps = [...times, { step: 'total', seconds }]
        return `\nRun ${run}${price}\n\n${listResources(resources)}${listTimes(steps)}`
      }
      case 'run-failed': {
        const { run, resources, seconds } = event
        const steps = [...times, { step: 'total', seconds }]
        const rest = resources.length === 0 ? '' : ', and these are still there'
        return `\nRun ${run} failed${rest}\n\n${listResources(resources)}${listTimes(steps)}`
      }
      default:
        return ''
    }
  }
}

function listResources(resources: readonly Resource[]): string {
  if (resources.length === 0) return ''
  const lines = resources.map(({ kind, arn }) => `  ${kind.padEnd(16)}  ${arn}\n`)
  return `${lines.join('')}\n`
}

function listTimes(times: readonly { step: string; seconds: number }[]): string {
  const lines = times.map(
    ({ step, seconds }) => `  ${step.padEnd(16)}  ${formatSeconds(seconds)} s\n`,
  )
  return `${lines.join('')}\n`
}
