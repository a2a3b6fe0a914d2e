import type { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { RequestError } from '../errors.ts'
import { parseS3Uri } from '../naming/s3-uri.ts'
import { isNotFound, isTransient } from '../requests/error-kinds.ts'
import { request } from '../requests/request.ts'
import { abortableBody } from '../s3/abortable-body.ts'
import { ownedBucket } from '../s3/owned-bucket.ts'
import type { Session } from '../session/session.ts'
import { type WaitOptions, waiterOptions } from '../waiting/wait-options.ts'
import { waitUntil } from '../waiting/wait-until.ts'
import { InvocationError } from './invocation-error.ts'
import { createPrediction, type Prediction } from './prediction.ts'

/**
 * A request in the queue of an asynchronous endpoint.
 *
 * @public
 */
export interface AsyncInvocation {
  /** The request's id, the caller's own or SageMaker's. */
  readonly inferenceId: string
  /** Where the answer will be, as an `s3://` address. */
  readonly outputUri: string
  /** Where it will be said that there is no answer; undefined where the endpoint has no place for that. */
  readonly failureUri: string | undefined
  /**
   * Waits for the answer.
   *
   * @throws `invocation-failed`, an `InvocationError` with the container's words; `timeout`, `aborted`, `access-denied`
   */
  wait(options?: Omit<WaitOptions<never>, 'onProgress'>): Promise<Prediction>
}

/** What is known of a request that was taken. */
export interface AsyncFacts
  extends Pick<AsyncInvocation, 'inferenceId' | 'outputUri' | 'failureUri'> {
  readonly endpointName: string
  readonly requestId: string | undefined
}

/** The handle of a request that was taken. */
export function createAsyncInvocation(session: Session, facts: AsyncFacts): AsyncInvocation {
  const { inferenceId, outputUri, failureUri } = facts
  return {
    inferenceId,
    outputUri,
    failureUri,
    wait: (options = {}) =>
      waitUntil(
        {
          ...waiterOptions(options),
          subject: `the answer of endpoint ${facts.endpointName} at ${outputUri}`,
          passes: isTransient,
          runtime: session.runtime,
        },
        async (signal) => {
          const answer = await readIfThere(session, outputUri, signal)
          if (answer) return { state: 'SUCCESS', value: predictionOf(answer, facts) }
          const failure = failureUri && (await readIfThere(session, failureUri, signal))
          if (failure) throw failed(failure, facts)
          return { state: 'RETRY', seen: 'no answer yet' }
        },
      ),
  }
}

interface StoredObject {
  readonly bytes: Uint8Array
  readonly contentType: string | undefined
}

/** An object; undefined while it isn't there. */
async function readIfThere(
  session: Session,
  uri: string,
  signal: AbortSignal | undefined,
): Promise<StoredObject | undefined> {
  const { bucket, key } = parseS3Uri(uri)
  const s3 = await session.clients.s3()
  const object = { ...(await ownedBucket(session, bucket)), Key: key }
  try {
    return await request('GetObject', signal, async (options) => {
      const { Body, ContentType } = await s3.getObject(object, options)
      const bytes = await buffer(abortableBody(Body as Readable, signal))
      return { bytes, contentType: ContentType }
    })
  } catch (error) {
    if (isNotFound(error)) return undefined
    if (error instanceof RequestError && error.code === 'access-denied') {
      error.message +=
        ' S3 says this also of an object that is not there yet, unless the caller may list its bucket (s3:ListBucket).'
    }
    throw error
  }
}

function predictionOf({ bytes, contentType }: StoredObject, { requestId }: AsyncFacts): Prediction {
  return createPrediction({
    bytes,
    contentType: contentType ?? 'application/octet-stream',
    variant: undefined,
    customAttributes: undefined,
    newSessionId: undefined,
    attempts: 1,
    requestId,
  })
}

function failed({ bytes }: StoredObject, { endpointName, requestId }: AsyncFacts): InvocationError {
  const containerMessage = new TextDecoder().decode(bytes).trim()
  return new InvocationError(
    'invocation-failed',
    `Endpoint ${endpointName} has no answer: ${containerMessage || 'it does not say why; see its log'}`,
    {
      endpointName,
      statusCode: undefined,
      containerMessage,
      reason: undefined,
      attempts: 1,
      requestId,
    },
    undefined,
  )
}
