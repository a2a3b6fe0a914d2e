import { AwsError } from '../../errors.ts'
import type { LogEvent } from '../../jobs/logs/log-stream.ts'
import type { Platform } from '../../jobs/platform.ts'
import type { RequestContext } from '../operation.ts'
import { findLogStream, type LogGroupInput } from './find-log-stream.ts'
import { firstPage, lastPage } from './page-of-events.ts'

/** A GetLogEvents request. */
export interface GetLogEventsInput extends LogGroupInput {
  readonly logStreamName: string
  readonly startTime?: number
  readonly endTime?: number
  readonly limit?: number
  readonly startFromHead?: boolean
  /** `f/<index>` for events from that index on, `b/<index>` for those before it. */
  readonly nextToken?: string
}

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
  const token = input.nextToken === undefined ? undefined : readToken(input.nextToken)
  const isForward = token ? token.isForward : input.startFromHead === true
  const asked = events.filter((event) => isAsked(event, input))
  const page = isForward
    ? firstPage(
        asked.filter(({ index }) => index >= (token?.index ?? 0)),
        input.limit,
      )
    : lastPage(
        asked.filter(({ index }) => index < (token?.index ?? Infinity)),
        input.limit,
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

function readToken(token: string): { isForward: boolean; index: number } {
  const match = /^([fb])\/(\d+)$/.exec(token)
  if (match !== null) return { isForward: match[1] === 'f', index: Number(match[2]) }
  throw new AwsError('InvalidParameterException', 'The specified nextToken is invalid.')
}
