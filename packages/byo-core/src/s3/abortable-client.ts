import type { S3 } from '@aws-sdk/client-s3'
import type { Runtime } from '../runtime.ts'

type Send = (command: Parameters<S3['send']>[0]) => Promise<unknown>

/** Seconds that a request has to end by itself after an abort. */
const grace = 10

/**
 * A client for `Upload` of lib-storage, whose own abort rejects at once and lets requests go on that
 * would leave an object after the clean-up. Here no request begins after an abort; parts are broken off
 * at once, and others when they don't end soon, since their outcome had better be known. `Upload` then
 * drops the parts that have arrived, and fails.
 */
export function abortableClient(client: S3, signal: AbortSignal | undefined, runtime: Runtime): S3 {
  if (signal === undefined) return client
  const send: Send = async (command) => {
    const name = command.constructor.name
    if (name === 'AbortMultipartUploadCommand') return client.send(command)
    signal.throwIfAborted()
    if (name === 'UploadPartCommand') return client.send(command, { abortSignal: signal })
    return sendWithGrace((abortSignal) => client.send(command, { abortSignal }), signal, runtime)
  }
  return Object.create(client, { send: { value: send } })
}

/** Breaks a request off some time after the signal; no timer outlives the request. */
async function sendWithGrace<T>(
  send: (abortSignal: AbortSignal) => Promise<T>,
  signal: AbortSignal,
  runtime: Runtime,
): Promise<T> {
  const brokenOff = new AbortController()
  const ended = new AbortController()
  const breakOffSoon = () => {
    runtime.sleep(grace * 1000, ended.signal).then(
      () => brokenOff.abort(signal.reason),
      () => undefined,
    )
  }
  signal.addEventListener('abort', breakOffSoon, { once: true })
  try {
    return await send(brokenOff.signal)
  } finally {
    signal.removeEventListener('abort', breakOffSoon)
    ended.abort()
  }
}
