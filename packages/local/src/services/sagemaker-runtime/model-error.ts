import { limits } from '@byo/container-kit/contract'
import { AwsError } from '../../errors.ts'
import { cutText } from '../../jobs/failure-text.ts'
import { ContainerTimeout } from '../../jobs/hosting/call-container.ts'
import { type Endpoint, endpointLogGroup } from '../../jobs/hosting/endpoint.ts'
import { formatArn } from '../../state/arn.ts'

/** Whose answer an invocation's error is about. */
export interface Answerer {
  readonly endpoint: Endpoint
  /** The container's name: `primary` where it is alone. */
  readonly container: string
}

/** The error for an answer of the container that is none: its status, or 0 where there was no answer at all. */
export function modelError(answerer: Answerer, statusCode: number, message: string): AwsError {
  const side = statusCode >= 400 && statusCode < 500 ? 'client' : 'server'
  const shown = cutText(message, limits.originalMessageChars)
  return createModelError(
    answerer,
    { statusCode, message: shown },
    `Received ${side} error (${statusCode}) from ${answerer.container} with message "${shown}".`,
  )
}

/** The error for a container that has not answered, and why as far as its caller is concerned. */
export function noAnswer(answerer: Answerer, cause: unknown): AwsError {
  const { endpoint, container } = answerer
  return modelError(
    answerer,
    0,
    cause instanceof ContainerTimeout
      ? `Your invocation timed out while waiting for a response from container ${container}. Review the latency metrics for each container in Amazon CloudWatch, resolve the issue, and try again.`
      : `Amazon SageMaker could not get a response from the ${endpoint.name} endpoint. This can occur when CPU or memory utilization is high. To check your utilization, see Amazon CloudWatch. To fix this problem, use an instance type with more CPU capacity or memory.`,
  )
}

/** The error for an answer that is longer than SageMaker passes on. */
export function answerTooLong(answerer: Answerer, statusCode: number): AwsError {
  return createModelError(
    answerer,
    { statusCode, message: '' },
    `Received response (${statusCode}) from ${answerer.container} and could not load the entire response body.`,
  )
}

function createModelError(
  { endpoint }: Answerer,
  { statusCode, message }: { statusCode: number; message: string },
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
      OriginalMessage: message,
      LogStreamArn: formatArn('logs', endpoint, `log-group:${group}`),
    },
  )
}
