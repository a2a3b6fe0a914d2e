import { limits } from '@byo/container-kit/contract'
import { AwsError } from '../../errors.ts'
import { formatArn } from '../../state/arn.ts'
import { cutText } from '../failure-text.ts'
import { ContainerTimeout } from './call-container.ts'
import { type Endpoint, endpointLogGroup } from './endpoint.ts'

/** Whose answer an invocation's error is about. */
export interface Answerer {
  readonly endpoint: Endpoint
  /** The container's name: `primary` where it is alone. */
  readonly container: string
}

/** What a container has answered instead of a prediction. */
export interface BadAnswer {
  readonly contentType: string | undefined
  readonly body: Uint8Array
}

/** SageMaker's error for a container that does not answer, or not with a prediction. */
export class ModelError extends AwsError {
  /** The status that the container has answered with, or 0. */
  readonly originalStatus: number
  /** Undefined where it has answered nothing. */
  readonly answer: BadAnswer | undefined

  constructor(
    message: string,
    members: Readonly<Record<string, unknown>> & { readonly OriginalStatusCode: number },
    answer?: BadAnswer,
  ) {
    super('ModelError', message, 424, members)
    this.originalStatus = members.OriginalStatusCode
    this.answer = answer
  }
}

/** The error for an answer of the container that is none: its status, or 0 where there was no answer at all. */
export function modelError(
  answerer: Answerer,
  statusCode: number,
  message: string,
  answer?: BadAnswer,
): ModelError {
  const side = statusCode >= 400 && statusCode < 500 ? 'client' : 'server'
  const shown = cutText(message, limits.originalMessageChars)
  return createModelError(
    answerer,
    { statusCode, message: shown },
    `Received ${side} error (${statusCode}) from ${answerer.container} with message "${shown}".`,
    answer,
  )
}

/** The error for a container that has not answered, and why as far as its caller is concerned. */
export function noAnswer(answerer: Answerer, cause: unknown): ModelError {
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
export function answerTooLong(answerer: Answerer, statusCode: number): ModelError {
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
  answer?: BadAnswer,
): ModelError {
  const { region, accountId } = endpoint
  const group = endpointLogGroup(endpoint.name)
  const console = `https://${region}.console.aws.amazon.com/cloudwatch/home?region=${region}#logEventViewer:group=${group}`
  return new ModelError(
    `${happened} See ${console} in account ${accountId} for more information.`,
    {
      OriginalStatusCode: statusCode,
      OriginalMessage: message,
      LogStreamArn: formatArn('logs', endpoint, `log-group:${group}`),
    },
    answer,
  )
}
