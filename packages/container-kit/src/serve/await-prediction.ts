import type { ServerResponse } from 'node:http'
import type { InputKind } from '../codecs/codec.ts'
import { limits } from '../contract/limits.ts'
import { ContainerError, HttpError } from '../errors.ts'
import type { Invocation } from './invocation-request.ts'
import type { Service } from './service.ts'

/**
 * Waits for a promised prediction as long as anybody waits for its answer: until the caller goes away, the time is
 * over or the container has to end. Then the invocation's signal is aborted and its reason thrown.
 */
export async function awaitPrediction<Model, Kind extends InputKind>(
  service: Service<Model, Kind>,
  invocation: Invocation,
  response: ServerResponse,
  prediction: PromiseLike<unknown>,
): Promise<unknown> {
  const seconds = service.program.predictTimeoutSeconds ?? defaultTimeoutSeconds
  const cancelTimer = service.runtime.host.after(seconds * 1000, () => {
    invocation.abort(new HttpError(504, `The prediction took longer than ${seconds} s.`))
  })
  const onClose = () =>
    invocation.abort(new ContainerError('disconnected', 'The client went away.'))
  response.once('close', onClose)
  service.pending.add(invocation)
  try {
    return await Promise.race([prediction, abortOf(invocation.signal)])
  } finally {
    cancelTimer()
    response.off('close', onClose)
    service.pending.delete(invocation)
  }
}

/** Rejects with the reason of a signal when it is aborted. */
function abortOf(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason)
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
}

/** Two seconds before the platform gives up, so that the caller learns why. */
const defaultTimeoutSeconds = limits.invocationTimeoutSeconds - 2
