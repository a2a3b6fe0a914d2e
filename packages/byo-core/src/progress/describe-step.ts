import type { StepEnded } from '../train-and-deploy/events.ts'
import { countOf } from '../wording/count-of.ts'
import { formatBytes } from '../wording/format-bytes.ts'
import { describeCounts } from './leaderboard.ts'

/** Says what a step resulted in. The first one tells the bucket; the others name objects without it. */
export function resultDescriber(): (event: StepEnded) => string {
  let ownBucket: string | undefined
  return (event) => {
    if (event.step === 'session') ownBucket = event.result.bucket
    const prefix = `s3://${ownBucket}/`
    return describeResult(event, (uri) => (uri.startsWith(prefix) ? uri.slice(prefix.length) : uri))
  }
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
    case 'tune': {
      const { counts, status } = event.result
      return `${describeCounts(counts)}${status === 'Completed' ? '' : `, ${status.toLowerCase()}`}`
    }
    case 'archive': {
      const { uri, bytes, isNew } = event.result
      return isNew ? `${formatBytes(bytes)} to ${shortened(uri)}` : `${shortened(uri)} was there`
    }
    case 'transform': {
      const { objects, outputUri } = event.result
      const place = `to ${shortened(outputUri)}`
      if (objects === undefined) return place
      const bytes = objects.reduce((sum, object) => sum + object.bytes, 0)
      return `${countOf(objects.length, 'object')}, ${formatBytes(bytes)} ${place}`
    }
    case 'model':
    case 'endpoint':
      return event.result.name
    case 'clean-up': {
      const { removed, leftovers } = event.result
      const rest = leftovers.length === 0 ? '' : `, ${leftovers.length} left`
      return `${countOf(removed.length, 'resource')} removed${rest}`
    }
  }
}

/** A step with its seconds in fifteen columns, as flush as the longest name lets them be. */
export function formatStep(step: string, seconds: number): string {
  return `${step} ${formatSeconds(seconds)
    .trimStart()
    .padStart(14 - step.length)}`
}

/** Seconds in six columns, with two decimals below ten. */
export function formatSeconds(seconds: number): string {
  return seconds.toFixed(seconds < 10 ? 2 : 0).padStart(6)
}

/** How far an upload is. */
export interface SentBytes {
  readonly sentBytes: number
  readonly totalBytes: number | undefined
}

/** Such as `5.0 MB of 100 MB`. */
export function describeBytes({ sentBytes, totalBytes }: SentBytes): string {
  const total = totalBytes === undefined ? '' : ` of ${formatBytes(totalBytes)}`
  return `${formatBytes(sentBytes)}${total}`
}
