import type { OutgoingHttpHeaders } from 'node:http'
import { limits, headers as names, routes } from '@byo/container-kit/contract'
import { Caller } from '../../protocols/caller.ts'
import type { Address } from '../../runners/runner.ts'
import { type ContainerAnswer, ContainerTimeout, callContainer } from '../hosting/call-container.ts'
import type { Deadlines } from '../hosting/deadlines.ts'
import type { Platform } from '../platform.ts'
import type { ProcessedAnswer } from './data-processing.ts'
import type { Batch } from './make-batches.ts'
import { ObjectFailure } from './object-failure.ts'
import type { TransformRequest } from './transform-request.ts'

/** Whom to ask, and for how long. */
export interface SendOptions {
  readonly request: TransformRequest
  /** Of the containers, in the order in which a request goes through them. */
  readonly addresses: readonly Address[]
  /** For one request to one container. */
  readonly deadlines: Deadlines
  /** Whether a request is sent in chunks, its length untold. */
  readonly chunked: boolean
  /** Ends all requests. */
  readonly signal: AbortSignal
}

/** What SageMaker does where the job says nothing else. Source: API, ModelClientConfig. */
const defaultRetries = 3

/** How much later than its connections the end of a container may be noticed. */
const endMilliseconds = 1000

/**
 * Sends a batch through the containers, again when that fails, and returns the answer of the last.
 *
 * @throws ObjectFailure when it fails every time, or the signal's reason.
 */
export async function sendBatch(
  platform: Platform,
  batch: Batch,
  options: SendOptions,
): Promise<ProcessedAnswer> {
  const { signal } = options
  const retries = options.request.ModelClientConfig?.InvocationsMaxRetries ?? defaultRetries
  for (let attempt = 0; ; attempt += 1) {
    signal.throwIfAborted()
    const outcome = await sendOnce(batch, platform, options)
    signal.throwIfAborted()
    if (!(outcome instanceof ObjectFailure)) return outcome
    if (attempt === retries) throw outcome
    await platform.clock.sleep(100 * 2 ** attempt, signal)
  }
}

async function sendOnce(
  batch: Batch,
  platform: Pick<Platform, 'agent' | 'clock'>,
  options: SendOptions,
): Promise<ProcessedAnswer | ObjectFailure> {
  const { request, addresses } = options
  let sent: ProcessedAnswer = {
    body: batch.body,
    contentType: request.TransformInput.ContentType,
  }
  for (const [i, address] of addresses.entries()) {
    // What the job accepts is for the last container to give.
    const accept = i === addresses.length - 1 ? request.TransformOutput.Accept : undefined
    const headers: OutgoingHttpHeaders = {
      ...(sent.contentType && { [names.contentType]: sent.contentType }),
      ...(accept && { [names.accept]: accept }),
      ...(options.chunked && { 'transfer-encoding': 'chunked' }),
    }
    const answer = await ask(address, headers, sent.body, platform, options)
    if (typeof answer === 'string') return noAnswer(batch, answer)
    const { statusCode, body = Buffer.alloc(0) } = answer
    if (statusCode < 200 || statusCode > 299) return badAnswer(batch, statusCode, body)
    sent = { body, contentType: answer.headers['content-type'] }
  }
  return sent
}

/** Asks one container; gives what went wrong in words where there is no answer. */
async function ask(
  address: Address,
  headers: OutgoingHttpHeaders,
  body: Uint8Array,
  { agent, clock }: Pick<Platform, 'agent' | 'clock'>,
  { deadlines, signal, request }: SendOptions,
): Promise<ContainerAnswer | string> {
  const caller = new Caller()
  const leave = (): void => caller.leave()
  signal.addEventListener('abort', leave, { once: true })
  if (signal.aborted) leave()
  try {
    const call = { method: 'POST', path: routes.invocations, headers, body } as const
    const maxAnswerBytes = Number.POSITIVE_INFINITY
    return await callContainer(address, call, { agent, deadlines, caller, maxAnswerBytes })
  } catch (cause) {
    if (cause instanceof ContainerTimeout)
      return `did not answer in ${timeoutSeconds(request)} seconds`
    // If it is the container's end, that is what counts: the signal tells.
    await clock.sleep(endMilliseconds, signal).catch(() => {})
    return `gave no answer (${(cause as Error).message})`
  } finally {
    signal.removeEventListener('abort', leave)
  }
}

/** How long a container may take for a request. Source of the default: API, ModelClientConfig. */
export function timeoutSeconds({ ModelClientConfig }: TransformRequest): number {
  return ModelClientConfig?.InvocationsTimeoutInSeconds ?? 600
}

function noAnswer(batch: Batch, reason: string): ObjectFailure {
  return new ObjectFailure('AlgorithmError', `The container ${reason} to ${recordsOf(batch)}.`)
}

function badAnswer(batch: Batch, statusCode: number, body: Uint8Array): ObjectFailure {
  const text = Buffer.from(body).toString('utf8').trim().slice(0, limits.originalMessageChars)
  const kind = statusCode >= 400 && statusCode < 500 ? 'ClientError' : 'AlgorithmError'
  return new ObjectFailure(
    kind,
    `The container answered ${statusCode} to ${recordsOf(batch)}: ${text.slice(0, shownCharacters)}`,
    { statusCode, text },
  )
}

/** Of what a container says of its failure: room for the object's key has to be left. */
const shownCharacters = 300

function recordsOf({ first, last }: Batch): string {
  return first === last ? `record ${first}` : `records ${first} to ${last}`
}
