import { request } from '../requests/request.ts'
import type { Session } from '../session/session.ts'
import { asInvocationError } from './as-invocation-error.ts'
import { type Invocation, invocationFacts } from './invocation.ts'
import { invocationSpec } from './invocation-spec.ts'
import type { InvokeOptions } from './invoke-options.ts'
import type { PredictInput } from './predict-input.ts'
import { startTimeLimit } from './time-limit.ts'

/**
 * Sends a body to an endpoint by its name, whoever made it. Requests that SageMaker or a broken connection
 * lost are repeated; an answer of the container is final.
 *
 * @throws `invocation-failed`, an `InvocationError` with the container's status and words;
 * `invalid-option` for more than 6,291,456 bytes; `request-refused` for an endpoint that isn't there, or when all
 * attempts were in vain, a `RequestError` with their number; `timeout`, `aborted`
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
  const spec = invocationSpec(endpointName, input, options)
  const runtime = await session.clients.sageMakerRuntime(options.maxAttempts)
  const limit = startTimeLimit(session.runtime, options, `invoking endpoint ${endpointName}`)
  try {
    const answer = await request('InvokeEndpoint', limit.signal, (requestOptions) =>
      runtime.invokeEndpoint(spec, requestOptions).catch((error: unknown) => {
        throw asInvocationError(endpointName, error)
      }),
    )
    return {
      ...invocationFacts(answer),
      bytes: answer.Body ?? new Uint8Array(),
      newSessionId: answer.NewSessionId,
    }
  } catch (error) {
    throw limit.explain(error)
  } finally {
    limit.release()
  }
}
