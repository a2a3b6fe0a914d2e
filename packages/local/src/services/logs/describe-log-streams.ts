import { AwsError } from '../../errors.ts'
import type { LogStream } from '../../jobs/logs/log-stream.ts'
import type { Platform } from '../../jobs/platform.ts'
import { formatArn } from '../../state/arn.ts'
import type { RequestContext } from '../operation.ts'
import { findLogStreams, groupNameOf, type LogGroupInput } from './find-log-stream.ts'

/** A DescribeLogStreams request. */
export interface DescribeLogStreamsInput extends LogGroupInput {
  readonly logStreamNamePrefix?: string
  readonly orderBy?: 'LogStreamName' | 'LastEventTime'
  readonly descending?: boolean
  readonly limit?: number
  /** The name of the last stream of the page before. */
  readonly nextToken?: string
}

const largestPage = 50

/** A page of a group's streams. */
export function describeLogStreams(
  platform: Platform,
  input: DescribeLogStreamsInput,
  context: RequestContext,
): unknown {
  const { logStreamNamePrefix: prefix = '', limit = largestPage, descending = false } = input
  if (input.orderBy === 'LastEventTime' && input.logStreamNamePrefix !== undefined) {
    throw new AwsError(
      'InvalidParameterException',
      'Cannot order by LastEventTime with a logStreamNamePrefix.',
    )
  }
  const order = input.orderBy === 'LastEventTime' ? lastEventTime : ({ name }: LogStream) => name
  const sign = descending ? -1 : 1
  const found = findLogStreams(platform, input, context)
    .filter(({ name }) => name.startsWith(prefix))
    .sort((a, b) => (order(a) < order(b) ? -sign : order(a) > order(b) ? sign : 0))
  const start = input.nextToken === undefined ? 0 : after(found, input.nextToken)
  const page = found.slice(start, start + limit)
  const last = page.at(-1)
  const isCut = last !== undefined && start + limit < found.length
  return {
    logStreams: page.map((stream) => describe(stream, groupNameOf(input), context)),
    ...(isCut && { nextToken: last.name }),
  }
}

function after(streams: readonly LogStream[], token: string): number {
  const index = streams.findIndex(({ name }) => name === token)
  if (index !== -1) return index + 1
  throw new AwsError('InvalidParameterException', 'The specified nextToken is invalid.')
}

function lastEventTime({ events }: LogStream): number {
  return events.at(-1)?.time.getTime() ?? 0
}

function describe(stream: LogStream, group: string, context: RequestContext): unknown {
  const { name, creationTime, events } = stream
  const last = lastEventTime(stream)
  return {
    logStreamName: name,
    arn: formatArn('logs', context, `log-group:${group}:log-stream:${name}`),
    creationTime: creationTime.getTime(),
    ...(events[0] && {
      firstEventTimestamp: events[0].time.getTime(),
      lastEventTimestamp: last,
      lastIngestionTime: last,
    }),
    storedBytes: 0,
  }
}
