import { setMaxListeners } from 'node:events'
import { ContainerError } from '../errors.ts'
import type { Host, StopSignal } from './host.ts'
import { onAbort } from './on-abort.ts'

/** A request to end, as SIGTERM or SIGINT makes it. */
export interface StopRequest {
  /** Aborted by the first signal, with a ContainerError of code `stopped` as reason. */
  readonly signal: AbortSignal
  /** Resolves to the first signal. */
  readonly requested: Promise<StopSignal>
  /** The first signal, if it came. */
  received(): StopSignal | undefined
}

/**
 * Turns SIGTERM and SIGINT into an AbortSignal. The same signal a second time calls `onRepeat`; the other one does
 * nothing, because a shell's Ctrl-C reaches a child directly and again through a parent that passes on SIGTERM.
 */
export function listenForStop(host: Host, onRepeat: (signal: StopSignal) => void): StopRequest {
  const controller = new AbortController()
  // Each model and each thread listens; Node takes more than ten for a leak.
  setMaxListeners(0, controller.signal)
  let first: StopSignal | undefined
  const requested = new Promise<StopSignal>((resolve) => {
    host.onSignal((name) => {
      if (first === undefined) {
        first = name
        controller.abort(new ContainerError('stopped', `${name} asked for an end.`))
        resolve(name)
      } else if (first === name) {
        onRepeat(name)
      }
    })
  })
  return { signal: controller.signal, requested, received: () => first }
}

/** Waits for a value, but no longer than until the signal is aborted; then rejects with its reason. */
export function orStopped<Value>(promise: Promise<Value>, signal: AbortSignal): Promise<Value> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) reject(signal.reason)
    const stopListening = onAbort(signal, () => reject(signal.reason))
    promise.then(resolve, reject).finally(stopListening)
  })
}
