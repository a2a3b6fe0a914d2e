import { AwsError } from '../../errors.ts'
import type { LogStream } from '../../jobs/logs/log-stream.ts'
import type { Platform } from '../../jobs/platform.ts'
import type { RequestContext } from '../operation.ts'

/** What names a log group: its name, or the ARN that ends in it. */
export interface LogGroupInput {
  readonly logGroupName?: unknown
  readonly logGroupIdentifier?: unknown
}

/** The streams of the group that a request names. @throws AwsError `ResourceNotFoundException`. */
export function findLogStreams(
  { logs }: Platform,
  { logGroupName, logGroupIdentifier }: LogGroupInput,
  { region }: RequestContext,
): readonly LogStream[] {
  const name = logGroupName ?? groupOf(logGroupIdentifier)
  if (typeof name !== 'string') {
    throw new AwsError(
      'InvalidParameterException',
      'Exactly one of logGroupName and logGroupIdentifier must be given, as a string.',
    )
  }
  const streams = logs.streams(region, name)
  if (streams === undefined) throw notFound('log group')
  return streams
}

/** The stream that a request names. @throws AwsError `ResourceNotFoundException`. */
export function findLogStream(
  platform: Platform,
  input: LogGroupInput & { readonly logStreamName?: unknown },
  context: RequestContext,
): LogStream {
  const streams = findLogStreams(platform, input, context)
  const stream = streams.find(({ name }) => name === input.logStreamName)
  if (stream === undefined) throw notFound('log stream')
  return stream
}

function groupOf(identifier: unknown): unknown {
  return typeof identifier === 'string' ? identifier.replace(/^arn:.*:log-group:/, '') : undefined
}

function notFound(kind: string): AwsError {
  return new AwsError('ResourceNotFoundException', `The specified ${kind} does not exist.`)
}
