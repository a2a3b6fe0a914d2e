import { AwsError } from '../../errors.ts'
import type { LogEvent, LogStream } from '../../jobs/logs/log-stream.ts'
import type { Platform } from '../../jobs/platform.ts'
import type { RequestContext } from '../operation.ts'
import { parseFilterPattern } from './filter-pattern.ts'
import { findLogStreams, type LogGroupInput, streamNamed } from './find-log-stream.ts'
import { firstPage } from './page-of-events.ts'

/** A FilterLogEvents request. */
export interface FilterLogEventsInput extends LogGroupInput {
  readonly logStreamNames?: readonly string[]
  readonly logStreamNamePrefix?: string
  readonly startTime?: number
  readonly endTime?: number
  readonly filterPattern?: string
  readonly limit?: number
  readonly startFromHead?: boolean
  /** The place of the last event of the page before, as `formatToken` writes it. */
  readonly nextToken?: string
}

/** An event and the name of its stream. */
interface FoundEvent extends LogEvent {
  readonly stream: string
}

/** What tells where an event stands among those of all streams. */
type Place = readonly [time: number, stream: string, index: number]

/** A page of the events of a group, those of all streams by time. */
export function filterLogEvents(
  platform: Platform,
  input: FilterLogEventsInput,
  context: RequestContext,
): unknown {
  const streams = chooseStreams(findLogStreams(platform, input, context), input)
  const token = input.nextToken === undefined ? undefined : parseToken(input.nextToken)
  const sign = (token?.isForward ?? input.startFromHead ?? true) ? 1 : -1
  const isAsked = eventFilter(input)
  const found = streams
    .flatMap(({ name, events }) =>
      events.filter(isAsked).map((event): FoundEvent => ({ ...event, stream: name })),
    )
    .filter((event) => token === undefined || sign * compare(placeOf(event), token.place) > 0)
    .sort((a, b) => sign * compare(placeOf(a), placeOf(b)))
  const page = firstPage(found, input.limit)
  const last = page.at(-1)
  return {
    events: page.map(describe),
    searchedLogStreams: [],
    ...(last && page.length < found.length && { nextToken: formatToken(last, sign > 0) }),
  }
}

function chooseStreams(
  streams: readonly LogStream[],
  { logStreamNames: names, logStreamNamePrefix: prefix }: FilterLogEventsInput,
): readonly LogStream[] {
  if (names !== undefined && prefix !== undefined) {
    throw invalid('Only one of logStreamNames and logStreamNamePrefix can be given.')
  }
  if (names !== undefined) return [...new Set(names)].map((name) => streamNamed(streams, name))
  return streams.filter(({ name }) => name.startsWith(prefix ?? ''))
}

/** Both ends of the time are within it. */
function eventFilter({
  startTime = 0,
  endTime = Infinity,
  filterPattern = '',
}: FilterLogEventsInput) {
  const matches = parseFilterPattern(filterPattern)
  return ({ time, message }: LogEvent): boolean =>
    time.getTime() >= startTime && time.getTime() <= endTime && matches(message)
}

function placeOf({ time, stream, index }: FoundEvent): Place {
  return [time.getTime(), stream, index]
}

function compare(a: Place, b: Place): number {
  const stream = a[1] < b[1] ? -1 : a[1] > b[1] ? 1 : 0
  return a[0] - b[0] || stream || a[2] - b[2]
}

function describe(event: FoundEvent): unknown {
  const time = event.time.getTime()
  return {
    logStreamName: event.stream,
    timestamp: time,
    message: event.message,
    ingestionTime: time,
    eventId: `${event.stream}/${event.index}`,
  }
}

function formatToken(last: FoundEvent, isForward: boolean): string {
  return `${isForward ? 'f' : 'b'}/${last.time.getTime()}/${last.index}/${last.stream}`
}

function parseToken(token: string): { readonly isForward: boolean; readonly place: Place } {
  const [, way, time, index, stream] = /^([fb])\/(\d+)\/(\d+)\/(.+)$/.exec(token) ?? []
  if (stream === undefined) throw invalid('The specified nextToken is invalid.')
  return { isForward: way === 'f', place: [Number(time), stream, Number(index)] }
}

function invalid(message: string): AwsError {
  return new AwsError('InvalidParameterException', message)
}
