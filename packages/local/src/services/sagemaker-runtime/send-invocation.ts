import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http'
import { headers as names } from '@byo/container-kit/contract'
import { ContainerTimeout, readAnswer } from '../../jobs/hosting/call-container.ts'
import type { Endpoint } from '../../jobs/hosting/endpoint.ts'
import type { KeptContainer } from '../../jobs/hosting/kept-container.ts'
import type { Platform } from '../../jobs/platform.ts'
import type { Caller } from '../../protocols/caller.ts'
import { answerTooLong, modelError, noAnswer } from './model-error.ts'
import { type OpenedAnswer, openContainer } from './open-container.ts'
import { maxBodyBytes } from './read-invocation-body.ts'

/** What an invocation is, whichever container it goes to. */
export interface SentInvocation {
  readonly endpoint: Endpoint
  readonly headers: OutgoingHttpHeaders
  readonly body: Uint8Array
  readonly caller: Caller
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
  return readWhole(await openInvocation(platform, containers, sent))
}

/** The same, but the answer of the last container is only opened. It is a good one. */
export async function openInvocation(
  platform: Platform,
  containers: readonly KeptContainer[],
  sent: SentInvocation,
): Promise<OpenedAnswer> {
  let next = sent
  for (let i = 0; i < containers.length - 1; i += 1)
    next = await throughContainer(platform, containers[i] as KeptContainer, next)
  return openGood(platform, containers[containers.length - 1] as KeptContainer, next)
}

/** Sends an invocation through a container that is not the last; returns what the next one is to be sent. */
async function throughContainer(
  platform: Platform,
  container: KeptContainer,
  sent: SentInvocation,
): Promise<SentInvocation> {
  // What the caller accepts is for the last container to give.
  const { [names.accept]: _, ...headers } = sent.headers
  const { headers: answered, body } = await readWhole(
    await openGood(platform, container, { ...sent, headers }),
  )
  const contentType = answered['content-type']
  return { ...sent, headers: { ...sent.headers, [names.contentType]: contentType }, body }
}

async function openGood(
  platform: Platform,
  container: KeptContainer,
  { endpoint, headers, body, caller }: SentInvocation,
): Promise<OpenedAnswer> {
  const answerer = { endpoint, container: container.name }
  const opened = await openContainer(platform, container, { headers, body, caller, answerer })
  const { statusCode = 0 } = opened.response
  if (statusCode >= 200 && statusCode <= 299) return opened
  const { body: text } = await readWhole(opened)
  throw modelError(answerer, statusCode, new TextDecoder().decode(text))
}

async function readWhole({
  response,
  deadline,
  answerer,
  release,
}: OpenedAnswer): Promise<GoodAnswer> {
  const { headers, statusCode = 0 } = response
  try {
    const body = await readAnswer(response, maxBodyBytes)
    if (body !== undefined) return { headers, body }
  } catch (cause) {
    throw noAnswer(answerer, deadline.isExpired ? new ContainerTimeout() : cause)
  } finally {
    release()
  }
  throw answerTooLong(answerer, statusCode)
}
