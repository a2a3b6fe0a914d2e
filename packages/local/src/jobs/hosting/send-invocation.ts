import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http'
import { headers as names } from '@byo/container-kit/contract'
import type { Caller } from '../../protocols/caller.ts'
import type { Platform } from '../platform.ts'
import { ContainerTimeout, readAnswer } from './call-container.ts'
import type { Deadlines } from './deadlines.ts'
import type { Endpoint } from './endpoint.ts'
import type { KeptContainer } from './kept-container.ts'
import { answerTooLong, modelError, noAnswer } from './model-error.ts'
import { type OpenedAnswer, openContainer } from './open-container.ts'

/** What an invocation is, whichever container it goes to. */
export interface SentInvocation {
  readonly endpoint: Endpoint
  readonly headers: OutgoingHttpHeaders
  readonly body: Uint8Array
  readonly caller?: Caller | undefined
  /** How long a container may take to answer. */
  readonly deadlines: Deadlines
  /** The longest answer, also between two containers. */
  readonly maxAnswerBytes: number
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
  return readWhole(await openInvocation(platform, containers, sent), sent)
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
    sent,
  )
  const contentType = answered['content-type']
  return { ...sent, headers: { ...sent.headers, [names.contentType]: contentType }, body }
}

async function openGood(
  platform: Platform,
  container: KeptContainer,
  sent: SentInvocation,
): Promise<OpenedAnswer> {
  const answerer = { endpoint: sent.endpoint, container: container.name }
  const opened = await openContainer(platform, container, { ...sent, answerer })
  const { statusCode = 0 } = opened.response
  if (statusCode >= 200 && statusCode <= 299) return opened
  const { headers, body } = await readWhole(opened, sent)
  const contentType = headers['content-type']
  throw modelError(answerer, statusCode, new TextDecoder().decode(body), { contentType, body })
}

async function readWhole(
  { response, deadline, answerer, release }: OpenedAnswer,
  { maxAnswerBytes }: SentInvocation,
): Promise<GoodAnswer> {
  const { headers, statusCode = 0 } = response
  try {
    const body = await readAnswer(response, maxAnswerBytes)
    if (body !== undefined) return { headers, body }
  } catch (cause) {
    throw noAnswer(answerer, deadline.isExpired ? new ContainerTimeout() : cause)
  } finally {
    release()
  }
  throw answerTooLong(answerer, statusCode)
}
