import type { InvokeEndpointAsyncCommandInput } from '@aws-sdk/client-sagemaker-runtime'
import { createLedger } from '../ledger.ts'
import { formatS3Uri } from '../naming/s3-uri.ts'
import { checkNumber, checkText } from '../requests/check-limits.ts'
import { request } from '../requests/request.ts'
import { withSdkOptions } from '../requests/with-sdk-options.ts'
import { ownedBucket } from '../s3/owned-bucket.ts'
import { s3ArnOf } from '../session/arn.ts'
import type { Session } from '../session/session.ts'
import { throwIfAborted } from '../waiting/aborted.ts'
import { type AsyncInvocation, createAsyncInvocation } from './async-invocation.ts'
import { type EncodedBody, encodeInput } from './encode-body.ts'
import type { InvokeAsyncOptions } from './invoke-async-options.ts'
import type { PredictInput } from './predict-input.ts'

/** What goes with the request itself, bytes; more goes by way of S3. Source: the service's documentation. */
const inlineBytes = 128_000

/**
 * Puts a request into the queue of an asynchronous endpoint, by the endpoint's name, and returns at once; the answer
 * will be in S3. Input of up to 128,000 bytes goes with the request, more goes to the session's bucket first, and what is
 * in S3 already stays where it is.
 *
 * @throws `invalid-option`; `request-refused`, also for an endpoint that answers at once; `access-denied`, `aborted`
 * @public
 * @example
 * ```ts
 * import { createSession, invokeAsync } from '@byo/core'
 *
 * const session = await createSession()
 * const waiting = await invokeAsync(session, 'iris', '3.5,1.4,0.2,setosa\n')
 * const answer = await waiting.wait()
 * console.log(answer.numbers())
 * ```
 */
export async function invokeAsync(
  session: Session,
  endpointName: string,
  input: PredictInput | { readonly uri: string },
  options: InvokeAsyncOptions = {},
): Promise<AsyncInvocation> {
  const { contentType, accept, customAttributes, inferenceId, signal } = options
  const { requestTTLSeconds, invocationTimeoutSeconds } = options
  for (const [name, text] of Object.entries({ contentType, accept, customAttributes })) {
    checkText(name, text, { max: 1024 })
  }
  checkText('inferenceId', inferenceId, { min: 1, max: 64 })
  checkNumber('requestTTLSeconds', requestTTLSeconds, { min: 60, max: 21_600 })
  checkNumber('invocationTimeoutSeconds', invocationTimeoutSeconds, { min: 1, max: 3600 })
  const body = isAddress(input) ? undefined : encodeInput(input, contentType)
  throwIfAborted(signal, `invoking endpoint ${endpointName}`)
  const place = isAddress(input)
    ? { InputLocation: input.uri }
    : await placeBody(session, endpointName, body as EncodedBody, options)
  const type = body?.contentType ?? contentType
  const spec: InvokeEndpointAsyncCommandInput = {
    EndpointName: endpointName,
    ...place,
    ...(type !== undefined && { ContentType: type }),
    ...(accept !== undefined && { Accept: accept }),
    ...(customAttributes !== undefined && { CustomAttributes: customAttributes }),
    ...(inferenceId !== undefined && { InferenceId: inferenceId }),
    ...(requestTTLSeconds !== undefined && { RequestTTLSeconds: requestTTLSeconds }),
    ...(invocationTimeoutSeconds !== undefined && {
      InvocationTimeoutSeconds: invocationTimeoutSeconds,
    }),
  }
  const runtime = await session.clients.sageMakerRuntime()
  const answer = await request('InvokeEndpointAsync', signal, (requestOptions) =>
    runtime.invokeEndpointAsync(
      withSdkOptions<InvokeEndpointAsyncCommandInput>(spec, options.sdkOptions),
      requestOptions,
    ),
  )
  return createAsyncInvocation(session, {
    endpointName,
    inferenceId: answer.InferenceId ?? inferenceId ?? '',
    outputUri: answer.OutputLocation ?? '',
    failureUri: answer.FailureLocation,
    requestId: answer.$metadata.requestId,
  })
}

function isAddress(
  input: PredictInput | { readonly uri: string },
): input is { readonly uri: string } {
  return (
    typeof input === 'object' &&
    'uri' in input &&
    typeof input.uri === 'string' &&
    Object.keys(input).length === 1
  )
}

/** With the request, or by way of S3 where it's too large for that. */
async function placeBody(
  session: Session,
  endpointName: string,
  { bytes, contentType }: EncodedBody,
  { ledger = createLedger(), signal }: InvokeAsyncOptions,
): Promise<Pick<InvokeEndpointAsyncCommandInput, 'Body' | 'InputLocation'>> {
  if (bytes.byteLength <= inlineBytes && bytes.byteLength > 0) return { Body: bytes }
  const bucket = await session.bucket()
  const id = Buffer.from(session.runtime.randomBytes(16)).toString('hex')
  const key = `byo/async/${endpointName}/input/${id}`
  const uri = formatS3Uri({ bucket, key })
  const s3 = await session.clients.s3()
  const object = { ...(await ownedBucket(session, bucket)), Key: key }
  throwIfAborted(signal, `invoking endpoint ${endpointName}`)
  await ledger.make({ kind: 's3-objects', name: uri, arn: `${s3ArnOf(session, uri)}*` }, () =>
    request('PutObject', signal, (options) =>
      s3.putObject({ ...object, Body: bytes, ContentType: contentType }, options),
    ),
  )
  return { InputLocation: uri }
}
