import { AwsError } from '../../errors.ts'
import type { LogEvent } from '../../jobs/logs/log-stream.ts'
import type { Platform } from '../../jobs/platform.ts'
import type { RequestContext } from '../operation.ts'
import { findLogStream, type LogGroupInput } from './find-log-stream.ts'

/** A GetLogEvents request. */
export interface GetLogEventsInput extends LogGroupInput {
  readonly logStreamName?: string
  readonly startTime?: number
  readonly endTime?: number
  readonly limit?: number
  readonly startFromHead?: boolean
  /** `f/<index>` for events from that index on, `b/<index>` for those before it. */
  readonly nextToken?: string
}

const largestPage = 10_000

/**
 * A page of a stream's events. Both tokens are always there; a forward token that comes back unchanged says
 * that nothing has been added, as in CloudWatch.
 */
export function getLogEvents(
  platform: Platform,
  input: GetLogEventsInput,
  context: RequestContext,
): unknown {
  const { events } = findLogStream(platform, input, context)
  const limit = Math.min(input.limit ?? largestPage, largestPage)
  const token = input.nextToken === undefined ? undefined : readToken(input.nextToken)
  const isForward = token ? token.isForward : input.startFromHead === true
  const page = isForward
    ? events
        .filter((event) => isAsked(event, input) && event.index >= (token?.index ?? 0))
        .slice(0, limit)
    : lastOf(
        events.filter((event) => isAsked(event, input) && event.index < (token?.index ?? Infinity)),
        limit,
      )
  const here = token?.index ?? (isForward ? 0 : (events.at(-1)?.index ?? -1) + 1)
  return {
    events: page.map(({ time, message }) => ({
      timestamp: time.getTime(),
      ingestionTime: time.getTime(),
      message,
    })),
    nextForwardToken: `f/${(page.at(-1)?.index ?? here - 1) + 1}`,
    nextBackwardToken: `b/${page[0]?.index ?? here}`,
  }
}

function isAsked(
  { time }: LogEvent,
  { startTime = 0, endTime = Infinity }: GetLogEventsInput,
): boolean {
  return time.getTime() >= startTime && time.getTime() < endTime
}

function lastOf<T>(list: readonly T[], count: number): readonly T[] {
  return count >= list.length ? list : list.slice(list.length - count)
}

function readToken(token: string): { isForward: boolean; index: number } {
  const match = /^([fb])\/(\d+)$/.exec(token)
  if (match !== null) return { isForward: match[1] === 'f', index: Number(match[2]) }
  throw new AwsError('InvalidParameterException', 'The specified nextToken is invalid.')
}
