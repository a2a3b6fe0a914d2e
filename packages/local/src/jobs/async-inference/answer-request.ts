import { readFile } from 'node:fs/promises'
import { JobError } from '../../errors.ts'
import { ContainerTimeout } from '../hosting/call-container.ts'
import { Deadlines } from '../hosting/deadlines.ts'
import type { Endpoint } from '../hosting/endpoint.ts'
import type { Fleet } from '../hosting/fleet.ts'
import type { Instance } from '../hosting/instance.ts'
import { noAnswer } from '../hosting/model-error.ts'
import type { OpenedAnswer } from '../hosting/open-container.ts'
import { openInvocation } from '../hosting/send-invocation.ts'
import type { Platform } from '../platform.ts'
import { parseS3Uri } from '../s3-uri.ts'
import { asyncPayloadBytes } from './async-limits.ts'
import type { AsyncInput, AsyncRequest } from './async-request.ts'
import { storeAt } from './store-at.ts'
import { tellFailure, tellSuccess } from './tell-outcome.ts'

/** A request and who is to answer it. */
export interface PlacedRequest {
  readonly endpoint: Endpoint
  readonly fleet: Fleet
  readonly instance: Instance
  readonly request: AsyncRequest
}

/**
 * Sends a request's payload to an instance and stores the answer, or why there is none. Never rejects.
 *
 * @param over - Once it has aborted, nothing is stored any more.
 */
export async function answerRequest(
  platform: Platform,
  placed: PlacedRequest,
  over: AbortSignal,
): Promise<void> {
  const { clock } = platform
  const { request } = placed
  const done = new AbortController()
  try {
    const taken = clock.now().getTime()
    const body = await readInput(platform, request.input)
    const downloaded = clock.now().getTime()
    const ended = AbortSignal.any([done.signal, over])
    const answer = await openInvocation(platform, placed.instance.containers, {
      endpoint: placed.endpoint,
      headers: { ...request.headers },
      body,
      deadlines: new Deadlines(clock, request.invocationTimeout, ended),
      maxAnswerBytes: asyncPayloadBytes,
    })
    const answered = clock.now().getTime()
    const contentType = answer.response.headers['content-type']
    await storeAnswer(platform, answer, request)
    tellSuccess(platform, placed, { taken, downloaded, answered, contentType })
  } catch (cause) {
    if (!over.aborted) await tellFailure(platform, placed, cause)
  } finally {
    done.abort()
  }
}

async function readInput({ objectStore }: Platform, input: AsyncInput): Promise<Uint8Array> {
  if ('body' in input) return Buffer.from(input.body, 'base64')
  const place = parseS3Uri(input.location)
  const object = place && objectStore.get(place.bucket, place.key)
  if (object === undefined)
    throw new JobError(
      'ClientError',
      `Could not download the input data at ${input.location}. Please ensure that there is an object located at the URL and that the endpoint's role has permissions to download it.`,
    )
  if (object.size > asyncPayloadBytes)
    throw new JobError(
      'ClientError',
      `The input data at ${input.location} has ${object.size} bytes, and may have ${asyncPayloadBytes}.`,
    )
  return readFile(object.path)
}

/** Stores an answer as it comes. */
async function storeAnswer(
  platform: Platform,
  { response, deadline, answerer, release }: OpenedAnswer,
  { outputLocation }: AsyncRequest,
): Promise<void> {
  const contentType = response.headers['content-type']
  try {
    await storeAt(platform, outputLocation, response, contentType)
  } catch (cause) {
    if (deadline.isExpired) throw noAnswer(answerer, new ContainerTimeout())
    throw response.complete ? cause : noAnswer(answerer, cause)
  } finally {
    release()
  }
}
