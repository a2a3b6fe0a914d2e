import { Readable } from 'node:stream'
import { JobError } from '../../errors.ts'
import { type Endpoint, endpointLogGroup } from '../hosting/endpoint.ts'
import type { Fleet } from '../hosting/fleet.ts'
import type { Instance } from '../hosting/instance.ts'
import { ModelError } from '../hosting/model-error.ts'
import type { Platform } from '../platform.ts'
import type { Time } from '../resource.ts'
import type { AsyncRequest } from './async-request.ts'
import { notify } from './notify.ts'
import { storeAt } from './store-at.ts'

/** A request that has come to its end; nobody had it where it has expired in the queue. */
export interface EndedRequest {
  readonly endpoint: Endpoint
  readonly request: AsyncRequest
  readonly fleet?: Fleet
  readonly instance?: Instance
}

/** When a request came how far. */
export interface Progress {
  readonly taken: Time
  readonly downloaded: Time
  readonly answered: Time
  readonly contentType: string | undefined
}

/** Why a request fails that nobody has answered in its time. */
export const requestExpired: JobError = new JobError(
  'ClientError',
  'The request has expired: it was in the queue for as long as its RequestTTLSeconds allows.',
)

/** Notes in the endpoint's log that a request was answered. */
export function tellSuccess(
  platform: Platform,
  ended: EndedRequest,
  { taken, downloaded, answered, contentType }: Progress,
): void {
  const { receivedTime } = ended.request
  const now = platform.clock.now().getTime()
  const facts = [
    `ModelLatency: ${(answered - downloaded) * 1000} us`,
    `RequestDownloadLatency: ${(downloaded - taken) * 1000} us`,
    `ResponseUploadLatency: ${(now - answered) * 1000} us`,
    `TimeInBacklog: ${taken - receivedTime} ms`,
    `TotalProcessingTime: ${now - taken} ms`,
  ]
  note(platform, ended, `Inference request succeeded. ${facts.join(', ')}`)
  notify(platform, ended.endpoint, ended.request, { contentType })
}

/** Stores why a request has failed where the endpoint's configuration wants it, tells its topic, and notes it in its log. */
export async function tellFailure(
  platform: Platform,
  ended: EndedRequest,
  cause: unknown,
): Promise<void> {
  await storeFailure(platform, ended, cause)
  notify(platform, ended.endpoint, ended.request, { failureReason: failureReasonOf(cause) })
}

async function storeFailure(
  platform: Platform,
  ended: EndedRequest,
  cause: unknown,
): Promise<void> {
  const { failureLocation } = ended.request
  note(platform, ended, cause instanceof Error ? cause.message : String(cause))
  if (failureLocation === undefined) return
  // What the model has answered is stored as it is; where there is no answer, the reason in words.
  const answer = cause instanceof ModelError ? cause.answer : undefined
  const body = answer?.body ?? Buffer.from(failureReasonOf(cause))
  const contentType = answer === undefined ? 'text/plain' : answer.contentType
  try {
    await storeAt(platform, failureLocation, Readable.from([body]), contentType)
  } catch (error) {
    note(platform, ended, `The failure could not be stored at ${failureLocation}: ${String(error)}`)
  }
}

/** Why a request has failed, as AWS words it in its notifications. */
function failureReasonOf(cause: unknown): string {
  if (!(cause instanceof ModelError)) {
    const text = cause instanceof Error ? cause.message : String(cause)
    return cause instanceof JobError ? text : `InternalServerError: ${text}`
  }
  const { originalStatus } = cause
  const side = originalStatus >= 400 && originalStatus < 500 ? 'client' : 'server'
  return `ClientError: Received ${side} error (${originalStatus}) from model. See the SageMaker Endpoint logs in your account for more information.`
}

/** Writes a line to the log of the platform's own that lies beside an instance's. */
function note(
  { logs, clock }: Platform,
  { endpoint, request, fleet, instance }: EndedRequest,
  text: string,
): void {
  const variant = fleet?.name ?? endpoint.variants[0]?.request.VariantName
  const stream = [variant, instance?.id, 'data-log'].filter(Boolean).join('/')
  const time = clock.now().toISOString().replace('Z', '')
  logs
    .open(endpoint.region, endpointLogGroup(endpoint.name), stream)
    .append(`${time}:[sagemaker logs] [${request.inferenceId}] ${text}`)
}
