import { InvocationError } from '../errors.ts'
import { request } from '../requests/request.ts'
import type { Session } from '../session/session.ts'
import { encodeBody, type PredictInput } from './encode-body.ts'

/**
 * How a body is sent to an endpoint, and what is asked of the answer.
 *
 * @public
 */
export interface InvokeOptions {
  /**
   * The type of the body, as a MIME type.
   *
   * @defaultValue by the input: `text/csv`, `application/octet-stream` or `application/json`
   */
  readonly contentType?: string | undefined
  /** The type to answer with. @defaultValue the container's own choice */
  readonly accept?: string | undefined
  /** Passed to the container as X-Amzn-SageMaker-Custom-Attributes. */
  readonly customAttributes?: string | undefined
  /** Ends the request at once with an `aborted` error. */
  readonly signal?: AbortSignal | undefined
}

/**
 * An endpoint's answer as it came.
 *
 * @public
 */
export interface Invocation {
  /** The answer's MIME type; `application/octet-stream` where the container gave none. */
  readonly contentType: string
  /** The body as it came; empty where the container sent none. */
  readonly bytes: Uint8Array
  /** Which of the endpoint's variants answered. */
  readonly variant: string | undefined
  /** The container's X-Amzn-SageMaker-Custom-Attributes; undefined where it gave none. */
  readonly customAttributes: string | undefined
}

/**
 * Sends a body to an endpoint by its name, whoever made it. Requests that SageMaker or a broken connection
 * lost are repeated; an answer of the container is final.
 *
 * @throws `invocation-failed`, an `InvocationError` with the container's status and words;
 * `invalid-option` for more than 6,291,456 bytes; `request-refused` for an endpoint that isn't there
 * @public
 * @example
 * ```ts
 * import { createSession, invokeEndpoint } from '@byo/core'
 *
 * const session = await createSession()
 * const answer = await invokeEndpoint(session, 'iris', '3.5,1.4,0.2,setosa\n', { accept: 'text/csv' })
 * console.log(answer.variant, new TextDecoder().decode(answer.bytes))
 * ```
 */
export async function invokeEndpoint(
  session: Session,
  endpointName: string,
  input: PredictInput,
  options: InvokeOptions = {},
): Promise<Invocation> {
  const { accept, customAttributes, signal } = options
  const { bytes, contentType } = encodeBody(input, options.contentType)
  const runtime = await session.clients.sageMakerRuntime()
  const answer = await request('InvokeEndpoint', signal, (requestOptions) =>
    runtime
      .invokeEndpoint(
        {
          EndpointName: endpointName,
          Body: bytes,
          ContentType: contentType,
          ...(accept !== undefined && { Accept: accept }),
          ...(customAttributes !== undefined && { CustomAttributes: customAttributes }),
        },
        requestOptions,
      )
      .catch((error: unknown) => {
        throw asInvocationError(endpointName, error)
      }),
  )
  return {
    contentType: answer.ContentType ?? 'application/octet-stream',
    bytes: answer.Body ?? new Uint8Array(),
    variant: answer.InvokedProductionVariant,
    customAttributes: answer.CustomAttributes,
  }
}

/** Makes a ModelError speak with the container's own words; leaves other errors as they are. */
function asInvocationError(endpointName: string, error: unknown): unknown {
  const { name, OriginalStatusCode, OriginalMessage, message } = error as {
    name?: string
    OriginalStatusCode?: number
    OriginalMessage?: string
    message?: string
  }
  if (name !== 'ModelError') return error
  const statusCode = OriginalStatusCode ?? 500
  const containerMessage = (OriginalMessage ?? message ?? '').trim()
  return new InvocationError(
    `Endpoint ${endpointName} answered with ${statusCode}: ${containerMessage || 'nothing more'}`,
    { endpointName, statusCode, containerMessage },
    error,
  )
}
