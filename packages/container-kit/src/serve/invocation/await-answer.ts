import type { ServerResponse } from 'node:http'
import { ContainerError, HttpError } from '../../errors.ts'
import { orStopped } from '../../lifecycle/stop-request.ts'
import type { Service } from '../service.ts'
import type { Invocation } from './invocation-request.ts'

/** How long something may take, and what the caller is told then. */
export interface TimeLimit {
  readonly seconds: number
  readonly problem: string
}

/**
 * Waits for something as long as anybody waits for the answer to an invocation: until the caller goes away, the time is
 * over or the container has to end. Then the invocation's signal is aborted and its reason thrown.
 */
export async function awaitAnswer<Value>(
  service: Service,
  invocation: Invocation,
  response: ServerResponse,
  promise: Promise<Value>,
  { seconds, problem }: TimeLimit,
): Promise<Value> {
  const cancelTimer = service.runtime.host.after(seconds * 1000, () => {
    invocation.abort(new HttpError(504, problem))
  })
  const onClose = () =>
    invocation.abort(new ContainerError('disconnected', 'The client went away.'))
  response.once('close', onClose)
  service.pending.add(invocation)
  try {
    return await orStopped(promise, invocation.signal)
  } finally {
    cancelTimer()
    response.off('close', onClose)
    service.pending.delete(invocation)
  }
}
