import { standardError } from '../environment.ts'
import type { StepEnded, StepEvent } from './events.ts'

/** Statuses are worth a line only in steps that take their time. */
const longStepSeconds = 5

/**
 * A ready `onEvent`: one line for each step with its time, and one for each change of status in
 * steps that take longer than five seconds.
 *
 * @param stream - where the lines go; standard error unless told otherwise
 * @public
 * @example
 * ```ts
 * import { progress, trainAndDeploy } from '@byo/core'
 *
 * await using endpoint = await trainAndDeploy({
 *   program: 'dist/container.mjs',
 *   trainingData: { train: 'iris.csv' },
 *   onEvent: progress(),
 * })
 * ```
 */
export function progress(
  stream: { write(text: string): unknown } = standardError(),
): (event: StepEvent) => void {
  let ownBucket: string | undefined
  let shownStatus: string | undefined
  return (event) => {
    if (event.type === 'step-status' && event.seconds >= longStepSeconds) {
      if (event.status === shownStatus) return
      shownStatus = event.status
    }
    if (event.type === 'step-ended' && event.step === 'session') ownBucket = event.result.bucket
    const line = describeEvent(event, (uri) => shorten(uri, ownBucket))
    if (line !== undefined) stream.write(`${line}\n`)
  }
}

/** The first line tells the bucket; the others need not. */
function shorten(uri: string, bucket: string | undefined): string {
  const prefix = `s3://${bucket}/`
  return uri.startsWith(prefix) ? uri.slice(prefix.length) : uri
}

function describeEvent(event: StepEvent, shortened: (uri: string) => string): string | undefined {
  switch (event.type) {
    case 'step-started':
      return undefined
    case 'step-status':
      return event.seconds < longStepSeconds ? undefined : layOut(event, `… ${event.status}`)
    case 'step-ended':
      return layOut(event, describeResult(event, shortened))
    case 'step-failed':
      return layOut(event, 'failed')
  }
}

function layOut({ step, seconds }: { step: string; seconds: number }, text: string): string {
  return `${step.padEnd(8)} ${seconds.toFixed(seconds < 10 ? 2 : 0).padStart(6)} s  ${text}`
}

function describeResult(event: StepEnded, shortened: (uri: string) => string): string {
  switch (event.step) {
    case 'session':
      return `account ${event.result.accountId} in ${event.result.region}, bucket ${event.result.bucket}`
    case 'image': {
      const { repository, tag, uploadedBytes } = event.result
      return `${repository}:${tag}, ${formatBytes(uploadedBytes)} sent`
    }
    case 'data': {
      const channels = Object.entries(event.result)
      return channels
        .map(([name, { uri, bytes }]) => `${name}: ${formatBytes(bytes)} to ${shortened(uri)}`)
        .join(', ')
    }
    case 'train':
      return `model at ${shortened(event.result.modelDataUri)}`
    case 'archive': {
      const { uri, bytes, isNew } = event.result
      return isNew ? `${formatBytes(bytes)} to ${shortened(uri)}` : `${shortened(uri)} was there`
    }
    case 'model':
    case 'endpoint':
      return event.result.name
    case 'clean-up': {
      const { removed, leftovers } = event.result
      const rest = leftovers.length === 0 ? '' : `, ${leftovers.length} left`
      return `${removed.length} resources removed${rest}`
    }
  }
}

function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`
  const [size, unit] = bytes < 1e6 ? [bytes / 1e3, 'kB'] : [bytes / 1e6, 'MB']
  return `${size.toFixed(size < 10 ? 1 : 0)} ${unit}`
}
