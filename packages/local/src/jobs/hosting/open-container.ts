import type { IncomingMessage, OutgoingHttpHeaders } from 'node:http'
import { headers as names, routes } from '@byo/container-kit/contract'
import { AwsError } from '../../errors.ts'
import type { Caller } from '../../protocols/caller.ts'
import type { Address } from '../../runners/runner.ts'
import type { Platform } from '../platform.ts'
import { openAnswer } from './call-container.ts'
import type { Deadline, Deadlines } from './deadlines.ts'
import type { KeptContainer } from './kept-container.ts'
import type { CachedModel, ModelCache } from './model-cache.ts'
import { type Answerer, noAnswer } from './model-error.ts'
import { explain, untilLoaded } from './model-use.ts'

/** What one container is sent, and for whom. */
export interface Invocation {
  readonly headers: OutgoingHttpHeaders
  readonly body: Uint8Array
  readonly answerer: Answerer
  readonly caller?: Caller | undefined
  /** How long the container may take to answer. */
  readonly deadlines: Deadlines
}

/** A container's answer whose body is still to be read. */
export interface OpenedAnswer {
  readonly response: IncomingMessage
  readonly answerer: Answerer
  /** Has expired when the container was too slow. */
  readonly deadline: Deadline
  /** To be called once, when the body is read or not wanted. */
  readonly release: () => void
}

/**
 * Sends an invocation to a container, or to one of its models, and waits for the head of its answer.
 *
 * @throws AwsError `ModelError` when there is none in time, `ServiceUnavailable` while it is being started again, and what is
 *   to be said of a model that is not there.
 */
export async function openContainer(
  platform: Platform,
  container: KeptContainer,
  invocation: Invocation,
): Promise<OpenedAnswer> {
  const { address, models } = container
  if (address === undefined)
    throw new AwsError('ServiceUnavailable', 'The container is being started again.', 503)
  if (models !== undefined) return openModel(platform, models, address, invocation)
  return open(platform, address, routes.invocations, invocation)
}

async function open(
  { agent }: Platform,
  address: Address,
  path: string,
  { headers, body, caller, answerer, deadlines }: Invocation,
): Promise<OpenedAnswer> {
  const deadline = deadlines.add()
  const release = (): void => deadline.cancel()
  const call = { method: 'POST', path, headers, body } as const
  try {
    const response = await openAnswer(address, call, { agent, caller }, deadline)
    return { response, answerer, deadline, release }
  } catch (cause) {
    release()
    throw noAnswer(answerer, cause)
  }
}

/** Has the model loaded, if it is not, and asks it; once more where the container has lost it or first needs room. */
async function openModel(
  platform: Platform,
  models: ModelCache,
  address: Address,
  invocation: Invocation,
): Promise<OpenedAnswer> {
  for (let isLast = false; ; isLast = true) {
    const model = acquire(models, invocation)
    try {
      await untilLoaded(model, invocation.answerer, invocation.deadlines)
      const path = routes.invokeModel.replace('{name}', model.name)
      const answer = await open(platform, address, path, invocation)
      if (isLast || !(await isCured(models, model, answer.response.statusCode))) {
        const release = (): void => {
          answer.release()
          models.release(model)
        }
        return { ...answer, release }
      }
      answer.release()
      answer.response.destroy()
    } catch (cause) {
      models.release(model)
      throw cause
    }
    models.release(model)
  }
}

function acquire(models: ModelCache, { headers, answerer }: Invocation): CachedModel {
  try {
    return models.acquire(String(headers[names.targetModel]))
  } catch (cause) {
    throw explain(cause, answerer)
  }
}

/** Does what can be done about an answer that is about the container and not the model's own; whether it may help. */
async function isCured(
  models: ModelCache,
  model: CachedModel,
  statusCode: number | undefined,
): Promise<boolean> {
  if (statusCode === 507) return models.makeRoom(model)
  return statusCode === 404 && models.isLost(model)
}
