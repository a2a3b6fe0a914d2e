import { limits } from '@byo/container-kit/contract'
import { AwsError } from '../../errors.ts'
import { cutText } from '../../jobs/failure-text.ts'
import { type Endpoint, endpointLogGroup } from '../../jobs/hosting/endpoint.ts'
import { formatArn } from '../../state/arn.ts'

/** The text with which SageMaker reports an invocation that was not answered in time. */
export const timedOutMessage =
  'Your invocation timed out while waiting for a response from container primary. Review the latency metrics for each container in Amazon CloudWatch, resolve the issue, and try again.'

/** The error for an answer of the container that is none: its status, or 0 where there was no answer at all. */
export function modelError(endpoint: Endpoint, statusCode: number, message: string): AwsError {
  const side = statusCode >= 400 && statusCode < 500 ? 'client' : 'server'
  return createModelError(
    endpoint,
    statusCode,
    message,
    `Received ${side} error (${statusCode}) from primary with message "${message}".`,
  )
}

/** The error for an answer that is longer than SageMaker passes on. */
export function answerTooLong(endpoint: Endpoint, statusCode: number): AwsError {
  return createModelError(
    endpoint,
    statusCode,
    '',
    `Received response (${statusCode}) from primary and could not load the entire response body.`,
  )
}

function createModelError(
  endpoint: Endpoint,
  statusCode: number,
  message: string,
  happened: string,
): AwsError {
  const { region, accountId } = endpoint
  const group = endpointLogGroup(endpoint.name)
  const console = `https://${region}.console.aws.amazon.com/cloudwatch/home?region=${region}#logEventViewer:group=${group}`
  return new AwsError(
    'ModelError',
    `${happened} See ${console} in account ${accountId} for more information.`,
    424,
    {
      OriginalStatusCode: statusCode,
      OriginalMessage: cutText(message, limits.originalMessageChars),
      LogStreamArn: formatArn('logs', endpoint, `log-group:${group}`),
    },
  )
}
