import type { ResponseStream } from '@aws-sdk/client-sagemaker-runtime'
import { ByoError } from '../errors.ts'
import { request } from '../requests/request.ts'
import type { Session } from '../session/session.ts'
import { asBrokenStream, asInvocationError, isBrokenStream } from './as-invocation-error.ts'
import { type InvocationFacts, invocationFacts } from './invocation.ts'
import { streamSpec } from './invocation-spec.ts'
import type { InvokeStreamOptions } from './invoke-options.ts'
import type { PredictInput } from './predict-input.ts'
import { readJsonLines, readLines, readText } from './read-stream.ts'
import { startTimeLimit, type TimeLimit } from './time-limit.ts'

/**
 * An endpoint's answer while it comes: the bytes as they arrive, or one of the readings of them. It can be read
 * once. Leaving the loop, or an `await using` block, closes the connection.
 *
 * @public
 */
export interface InvocationStream
  extends InvocationFacts,
    AsyncIterable<Uint8Array>,
    AsyncDisposable {
  /** The UTF-8 text piece by piece; a character that is split between two parts comes whole. */
  text(): AsyncIterable<string>
  /** The lines of the text without their ends, each as soon as it is complete. */
  lines(): AsyncIterable<string>
  /** The JSON value of each line that isn't blank. Throws `prediction-unreadable` for a line that is none. */
  jsonLines(): AsyncIterable<unknown>
}

/**
 * Sends a body to an endpoint by its name, and gives its answer part by part as the container writes it. A
 * request is repeated, as by `invokeEndpoint`, until the answer begins.
 *
 * @throws as `invokeEndpoint`; while reading also `stream-broken`, an `InvocationError`, when the container or the
 * connection breaks off
 * @public
 * @example
 * ```ts
 * import { createSession, invokeStream } from '@byo/core'
 *
 * const session = await createSession()
 * const answer = await invokeStream(session, 'writer', { prompt: 'Iris setosa is' })
 * for await (const piece of answer.text()) process.stdout.write(piece)
 * ```
 */
export async function invokeStream(
  session: Session,
  endpointName: string,
  input: PredictInput,
  options: InvokeStreamOptions = {},
): Promise<InvocationStream> {
  const spec = streamSpec(endpointName, input, options)
  const runtime = await session.clients.sageMakerRuntime(options.maxAttempts)
  const limit = startTimeLimit(session.runtime, options, `invoking endpoint ${endpointName}`)
  try {
    const operation = 'InvokeEndpointWithResponseStream'
    const answer = await request(operation, limit.signal, (requestOptions) =>
      runtime.invokeEndpointWithResponseStream(spec, requestOptions).catch((error: unknown) => {
        throw isBrokenStream(error)
          ? asBrokenStream(endpointName, error)
          : asInvocationError(endpointName, error)
      }),
    )
    const facts = invocationFacts(answer)
    const broken = (error: unknown) => asBrokenStream(endpointName, error, facts)
    return createStream(facts, readParts(answer.Body ?? noParts(), limit, broken), limit)
  } catch (error) {
    limit.release()
    throw limit.explain(error)
  }
}

/** The bytes of a stream; however the reading ends, the connection is free or closed then. */
async function* readParts(
  parts: AsyncIterable<ResponseStream>,
  limit: TimeLimit,
  broken: (error: unknown) => Error,
): AsyncGenerator<Uint8Array, void, undefined> {
  let isComplete = false
  try {
    for await (const { PayloadPart } of parts) {
      if (PayloadPart?.Bytes) yield PayloadPart.Bytes
    }
    isComplete = true
  } catch (error) {
    const early = limit.explain(error)
    throw early === error ? broken(error) : early
  } finally {
    if (isComplete) limit.release()
    else limit.breakOff()
  }
}

async function* noParts(): AsyncGenerator<ResponseStream> {}

function createStream(
  facts: InvocationFacts,
  parts: AsyncGenerator<Uint8Array, void, undefined>,
  limit: TimeLimit,
): InvocationStream {
  let isTaken = false
  const take = () => {
    if (isTaken) {
      throw new ByoError(
        'prediction-unreadable',
        'The answer has been read or closed already; a stream can be read once.',
      )
    }
    isTaken = true
    return parts
  }
  return {
    ...facts,
    [Symbol.asyncIterator]: take,
    text: () => readText(take()),
    lines: () => readLines(take()),
    jsonLines: () => readJsonLines(take()),
    async [Symbol.asyncDispose]() {
      isTaken = true
      limit.breakOff()
    },
  }
}
