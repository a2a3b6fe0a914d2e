import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http'
import { AwsError } from '../../errors.ts'
import type { Platform } from '../../jobs/platform.ts'
import type { RequestContext } from '../operation.ts'

/** `POST /endpoints/{name}/invocations` as the gateway received it. */
export interface InvokeEndpointRequest {
  readonly endpointName: string
  readonly headers: IncomingHttpHeaders
  /** The request itself will do; it is read only as far as the size limit. */
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
  _platform: Platform,
  request: InvokeEndpointRequest,
  context: RequestContext,
): Promise<InvokeEndpointAnswer> {
  throw new AwsError(
    'ValidationError',
    `Endpoint ${request.endpointName} of account ${context.accountId} not found.`,
  )
}
