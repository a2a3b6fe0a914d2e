import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http'
import { headers as names } from '@byo/container-kit/contract'
import { ContainerTimeout, readAnswer } from '../../jobs/hosting/call-container.ts'
import type { Endpoint } from '../../jobs/hosting/endpoint.ts'
import type { KeptContainer } from '../../jobs/hosting/kept-container.ts'
import type { Platform } from '../../jobs/platform.ts'
import { type Answerer, answerTooLong, modelError, noAnswer } from './model-error.ts'
import { type OpenedAnswer, openContainer } from './open-container.ts'
import { maxBodyBytes } from './read-invocation-body.ts'

/** What an invocation is, whichever container it goes to. */
export interface SentInvocation {
  readonly endpoint: Endpoint
  readonly headers: OutgoingHttpHeaders
  readonly body: Uint8Array
  /** Aborts when the caller is gone. */
  readonly signal: AbortSignal
}

/** A good answer of a container. */
export interface GoodAnswer {
  readonly headers: IncomingHttpHeaders
  readonly body: Uint8Array
}

/**
 * Sends an invocation through containers, the answer of each being the request of the next, and reads the answer of the last.
 *
 * @throws AwsError `ModelError` for an answer that is none, and what {@link openContainer} throws.
 */
export async function sendInvocation(
  platform: Platform,
  containers: readonly KeptContainer[],
  sent: SentInvocation,
): Promise<GoodAnswer> {
  return readGood(await openInvocation(platform, containers, sent))
}

/** The same, but the answer of the last container is only opened. It is a good one. */
export async function openInvocation(
  platform: Platform,
  containers: readonly KeptContainer[],
  sent: SentInvocation,
): Promise<GoodOpenedAnswer> {
  let { headers, body } = sent
  for (const container of containers.slice(0, -1)) {
    // What the caller accepts is for the last container to give.
    const { [names.accept]: _, ...passed } = headers
    const answer = await readGood(
      await openGood(platform, container, { ...sent, headers: passed, body }),
    )
    headers = { ...headers, [names.contentType]: answer.headers['content-type'] }
    body = answer.body
  }
  return openGood(platform, containers[containers.length - 1] as KeptContainer, {
    ...sent,
    headers,
    body,
  })
}

/** An answer of a good status, and whose it is. */
export interface GoodOpenedAnswer extends OpenedAnswer {
  readonly answerer: Answerer
}

async function openGood(
  platform: Platform,
  container: KeptContainer,
  { endpoint, ...invocation }: SentInvocation,
): Promise<GoodOpenedAnswer> {
  const answerer = { endpoint, container: container.name }
  const opened = {
    ...(await openContainer(platform, container, { ...invocation, answerer })),
    answerer,
  }
  const { statusCode = 0 } = opened.response
  if (statusCode >= 200 && statusCode <= 299) return opened
  throw modelError(answerer, statusCode, new TextDecoder().decode(await readBody(opened)))
}

async function readGood(opened: GoodOpenedAnswer): Promise<GoodAnswer> {
  return { headers: opened.response.headers, body: await readBody(opened) }
}

async function readBody({
  response,
  deadline,
  answerer,
  release,
}: GoodOpenedAnswer): Promise<Uint8Array> {
  try {
    const body = await readAnswer(response, maxBodyBytes)
    if (body !== undefined) return body
  } catch (cause) {
    throw noAnswer(answerer, deadline.isExpired ? new ContainerTimeout() : cause)
  } finally {
    release()
  }
  throw answerTooLong(answerer, response.statusCode ?? 0)
}
