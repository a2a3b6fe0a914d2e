import type { IncomingMessage, OutgoingHttpHeaders } from 'node:http'
import type { OpenedAnswer } from '../../jobs/hosting/open-container.ts'
import { openInvocation } from '../../jobs/hosting/send-invocation.ts'
import type { Platform } from '../../jobs/platform.ts'
import { encodeEvent, encodeException, eventStreamType } from '../../protocols/event-stream.ts'
import type { RequestContext } from '../operation.ts'
import { streamCallerHeaders, streamContainerHeaders } from './invocation-headers.ts'
import { type InvokeEndpointRequest, prepareInvocation } from './prepare-invocation.ts'

/** What to answer a streamed invocation with. */
export interface StreamedAnswer {
  readonly headers: OutgoingHttpHeaders
  /** Messages of an event stream. It never fails: what goes wrong is told in the last of them. */
  readonly messages: AsyncGenerator<Buffer>
}

/**
 * `POST /endpoints/{name}/invocations-response-stream`: answers an invocation by an event stream, part by part as the endpoint's
 * container writes it.
 *
 * @throws AwsError as `invokeEndpoint` does, for whatever goes wrong before the stream begins.
 */
export async function invokeEndpointWithResponseStream(
  platform: Platform,
  request: InvokeEndpointRequest,
  context: RequestContext,
): Promise<StreamedAnswer> {
  const { target, containers, body, maxBodyBytes, release } = await prepareInvocation(
    platform,
    'InvokeEndpointWithResponseStream',
    request,
    context,
  )
  const { endpoint, fleet } = target
  try {
    const answer = await openInvocation(platform, containers, {
      endpoint,
      headers: streamContainerHeaders(request.headers),
      body,
      caller: context.caller,
      deadlines: platform.deadlines.invocation,
      maxAnswerBytes: maxBodyBytes,
    })
    return {
      headers: {
        ...streamCallerHeaders(answer.response.headers, fleet.name),
        'content-type': eventStreamType,
      },
      messages: messagesOf(platform, answer, release),
    }
  } catch (cause) {
    release()
    throw cause
  }
}

/** The messages of a stream: a part for each piece as it comes, and an exception where the container breaks off or takes too long. */
function messagesOf(
  { deadlines }: Platform,
  answer: OpenedAnswer,
  onEnd: () => void,
): AsyncGenerator<Buffer> {
  const { response } = answer
  // The head came in time; from now on it is the whole that counts.
  answer.deadline.cancel()
  const deadline = deadlines.stream.add()
  deadline.onExpired = () => void response.destroy()
  // Comes for every answer, also for one that nobody has begun to read.
  response.on('close', () => {
    deadline.cancel()
    answer.release()
    onEnd()
  })
  response.on('error', () => {})
  return encodeParts(response, () => (deadline.isExpired ? timeExceeded : streamBroken))
}

async function* encodeParts(
  response: IncomingMessage,
  exceptionOf: () => Buffer,
): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of response) yield encodeEvent('PayloadPart', chunk)
  } catch {
    yield exceptionOf()
  }
}

const timeExceeded = encodeException('ModelStreamError', {
  Message:
    'The model failed to finish sending the response within the timeout period allowed by Amazon SageMaker.',
  ErrorCode: 'ModelInvocationTimeExceeded',
})
const streamBroken = encodeException('ModelStreamError', {
  Message:
    'The Transmission Control Protocol (TCP) connection between the client and the model was reset or closed.',
  ErrorCode: 'StreamBroken',
})
