import { AwsError } from '../../errors.ts'
import type { LogStream } from '../../jobs/logs/log-stream.ts'
import type { Platform } from '../../jobs/platform.ts'
import type { RequestContext } from '../operation.ts'

/** What names a log group: its name, or the ARN that ends in it. */
export interface LogGroupInput {
  readonly logGroupName?: string
  readonly logGroupIdentifier?: string
}

/** The streams of the group that a request names. @throws AwsError `ResourceNotFoundException`. */
export function findLogStreams(
  { logs }: Platform,
  input: LogGroupInput,
  { region }: RequestContext,
): readonly LogStream[] {
  const streams = logs.streams(region, groupNameOf(input))
  if (streams === undefined) throw notFound('log group')
  return streams
}

/** The stream that a request names. @throws AwsError `ResourceNotFoundException`. */
export function findLogStream(
  platform: Platform,
  input: LogGroupInput & { readonly logStreamName: string },
  context: RequestContext,
): LogStream {
  return streamNamed(findLogStreams(platform, input, context), input.logStreamName)
}

/** The stream of that name. @throws AwsError `ResourceNotFoundException`. */
export function streamNamed(streams: readonly LogStream[], wanted: string): LogStream {
  const stream = streams.find(({ name }) => name === wanted)
  if (stream === undefined) throw notFound('log stream')
  return stream
}

/** The name of the group that a request is about. @throws AwsError `InvalidParameterException`. */
export function groupNameOf({ logGroupName, logGroupIdentifier }: LogGroupInput): string {
  const name = logGroupName ?? logGroupIdentifier?.replace(/^arn:.*:log-group:/, '')
  if (name !== undefined && (logGroupName === undefined || logGroupIdentifier === undefined)) {
    return name
  }
  throw new AwsError(
    'InvalidParameterException',
    'Exactly one of logGroupName and logGroupIdentifier must be given.',
  )
}

function notFound(kind: string): AwsError {
  return new AwsError('ResourceNotFoundException', `The specified ${kind} does not exist.`)
}
