import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http'
import { headers as names } from '@byo/container-kit/contract'
import { AwsError } from '../../errors.ts'
import { type ContainerAnswer, callContainer } from '../../jobs/hosting/call-container.ts'
import { chooseVariant } from '../../jobs/hosting/choose-variant.ts'
import type { Endpoint, ServedVariant } from '../../jobs/hosting/endpoint.ts'
import type { Platform } from '../../jobs/platform.ts'
import type { Address } from '../../runners/runner.ts'
import { validateHeaders } from '../../validation/validate-input.ts'
import type { RequestContext } from '../operation.ts'
import { callerHeaders, containerHeaders } from './invocation-headers.ts'
import { answerTooLong, modelError, timedOutMessage } from './model-error.ts'
import { maxBodyBytes, readInvocationBody } from './read-invocation-body.ts'

/** `POST /endpoints/{name}/invocations` as the gateway received it. */
export interface InvokeEndpointRequest {
  readonly endpointName: string
  readonly headers: IncomingHttpHeaders
  /** Read only as far as the size limit. */
  readonly body: AsyncIterable<Uint8Array>
}

/** What to answer an invocation with. */
export interface InvokeEndpointAnswer {
  readonly statusCode: number
  readonly headers: OutgoingHttpHeaders
  readonly body: Uint8Array
}

/**
 * Answers an invocation by the endpoint's container.
 *
 * @throws AwsError `ValidationError`, `ModelError`, `ServiceUnavailable` as SageMaker Runtime sends them.
 */
export async function invokeEndpoint(
  platform: Platform,
  request: InvokeEndpointRequest,
  context: RequestContext,
): Promise<InvokeEndpointAnswer> {
  validateHeaders('InvokeEndpoint', request.headers)
  const endpoint = findEndpoint(platform, request.endpointName, context)
  const { variant, server } = findVariant(platform, endpoint, request.headers[names.targetVariant])
  const { address } = server
  if (address === undefined) {
    throw new AwsError('ServiceUnavailable', 'The container is being started again.', 503)
  }
  const body = await readInvocationBody(request.body)
  const answer = await call(platform, endpoint, address, { ...request, body }, context.signal)

  if (answer.body === undefined) throw answerTooLong(endpoint, answer.statusCode)
  if (answer.statusCode < 200 || answer.statusCode > 299) {
    throw modelError(endpoint, answer.statusCode, new TextDecoder().decode(answer.body))
  }
  return {
    statusCode: 200,
    headers: callerHeaders(answer.headers, variant.request.VariantName),
    body: answer.body,
  }
}

function findEndpoint(platform: Platform, name: string, context: RequestContext): Endpoint {
  const endpoint = platform.endpoints.get(context.region, name)
  const called = `Endpoint ${name} of account ${context.accountId}`
  if (endpoint === undefined) throw new AwsError('ValidationError', `${called} not found.`)
  if (endpoint.status === 'InService') return endpoint
  throw new AwsError(
    'ValidationError',
    `${called} is not in service: its status is ${endpoint.status}.`,
  )
}

function findVariant(
  platform: Platform,
  { arn, name }: Endpoint,
  target: string | string[] | undefined,
): ServedVariant {
  const served = platform.served.get(arn) ?? []
  const found =
    target === undefined
      ? chooseVariant(served)
      : served.find(({ variant }) => variant.request.VariantName === target)
  if (found !== undefined) return found
  throw new AwsError(
    'ValidationError',
    target === undefined
      ? `All variants of endpoint ${name} have weight 0.`
      : `Variant ${String(target)} not found for endpoint ${name}.`,
  )
}

/** Calls the container and says of every way to get no answer what SageMaker says. */
async function call(
  { agent, clock, times }: Platform,
  endpoint: Endpoint,
  address: Address,
  { headers, body }: { headers: IncomingHttpHeaders; body: Uint8Array },
  clientGone: AbortSignal,
): Promise<ContainerAnswer> {
  const late = new AbortController()
  const answered = new AbortController()
  const timer = clock.sleep(times.invocationTimeout, answered.signal).then(
    () => late.abort(),
    () => {},
  )
  try {
    return await callContainer(address, {
      agent,
      headers: containerHeaders(headers),
      body,
      maxAnswerBytes: maxBodyBytes,
      signal: AbortSignal.any([late.signal, clientGone]),
    })
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw modelError(endpoint, 0, late.signal.aborted ? timedOutMessage : reason)
  } finally {
    answered.abort()
    await timer
  }
}
