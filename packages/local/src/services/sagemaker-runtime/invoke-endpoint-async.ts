import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http'
import { AwsError } from '../../errors.ts'
import {
  asyncInvocationTimeout,
  inlineBodyBytes,
  requestLifetime,
} from '../../jobs/async-inference/async-limits.ts'
import type { AsyncInput } from '../../jobs/async-inference/async-request.ts'
import type { Platform } from '../../jobs/platform.ts'
import { parseS3Uri } from '../../jobs/s3-uri.ts'
import { newIdentifier } from '../../state/identifiers.ts'
import { validateHeaders } from '../../validation/validate-input.ts'
import type { RequestContext } from '../operation.ts'
import { answerLocations } from './answer-locations.ts'
import { findServedEndpoint } from './find-target.ts'
import { requireAsync } from './inference-kind.ts'
import { asyncContainerHeaders } from './invocation-headers.ts'
import type { InvokeEndpointAnswer } from './invoke-endpoint.ts'
import type { InvokeEndpointRequest } from './prepare-invocation.ts'
import { readInvocationBody } from './read-invocation-body.ts'

/** What asynchronous invocations say in headers of their own. */
const names = {
  inputLocation: 'x-amzn-sagemaker-inputlocation',
  inferenceId: 'x-amzn-sagemaker-inference-id',
  lifetime: 'x-amzn-sagemaker-requestttlseconds',
  timeout: 'x-amzn-sagemaker-invocationtimeoutseconds',
}

/**
 * `POST /endpoints/{name}/async-invocations`: puts an invocation into the endpoint's queue and says where its answer will be.
 *
 * @throws AwsError `ValidationError` as SageMaker Runtime sends it.
 */
export async function invokeEndpointAsync(
  platform: Platform,
  { endpointName, headers, body }: InvokeEndpointRequest,
  context: RequestContext,
): Promise<InvokeEndpointAnswer> {
  validateHeaders('InvokeEndpointAsync', headers)
  const { endpoint } = findServedEndpoint(platform, endpointName, context)
  const config = requireAsync(endpoint)
  const input = readInput(headers, await readInvocationBody(body, inlineBodyBytes))
  const id = newIdentifier()
  const inferenceId = textOf(headers, names.inferenceId) ?? id
  const locations = answerLocations(config, headers, id)
  const now = platform.clock.now().getTime()
  platform.asyncQueues.of(endpoint.arn).add({
    id,
    endpointArn: endpoint.arn,
    inferenceId,
    input,
    headers: asyncContainerHeaders(headers, inferenceId),
    receivedTime: now,
    expiryTime: now + (millisecondsOf(headers, names.lifetime) ?? requestLifetime),
    invocationTimeout: millisecondsOf(headers, names.timeout) ?? asyncInvocationTimeout,
    ...locations,
  })
  return {
    statusCode: 202,
    headers: locationHeaders(locations),
    body: Buffer.from(JSON.stringify({ InferenceId: inferenceId })),
  }
}

/** Where the payload is: exactly one of the two ways to give it. */
function readInput(headers: IncomingHttpHeaders, body: Uint8Array): AsyncInput {
  const location = textOf(headers, names.inputLocation)
  const hasBody = body.byteLength > 0
  if (location !== undefined && hasBody)
    throw refusal('Give either InputLocation or Body, and not both.')
  if (location === undefined) {
    if (!hasBody) throw refusal('Either InputLocation or Body is required.')
    return { body: Buffer.from(body).toString('base64') }
  }
  if (!parseS3Uri(location)?.key)
    throw refusal(
      `The InputLocation "${location}" is not the S3 URI of an object, such as s3://bucket/key.`,
    )
  return { location }
}

function locationHeaders({
  outputLocation,
  failureLocation,
}: ReturnType<typeof answerLocations>): OutgoingHttpHeaders {
  return {
    'content-type': 'application/json',
    'x-amzn-sagemaker-outputlocation': outputLocation,
    ...(failureLocation && { 'x-amzn-sagemaker-failurelocation': failureLocation }),
  }
}

function millisecondsOf(headers: IncomingHttpHeaders, name: string): number | undefined {
  const text = textOf(headers, name)
  return text === undefined ? undefined : Number(text) * 1000
}

function textOf(headers: IncomingHttpHeaders, name: string): string | undefined {
  const value = headers[name]
  return typeof value === 'string' ? value : undefined
}

function refusal(message: string): AwsError {
  return new AwsError('ValidationError', message)
}
