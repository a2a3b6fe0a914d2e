import type { Readable } from 'node:stream'

/** The bytes of an answer's body, which the signal ends too: the SDK's own heed of it ends with the answer's head. */
export async function* abortableBody(
  body: Readable,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array, void, undefined> {
  const close = () => body.destroy(new Error('aborted'))
  signal?.addEventListener('abort', close, { once: true })
  try {
    signal?.throwIfAborted()
    yield* body
  } finally {
    signal?.removeEventListener('abort', close)
    body.destroy()
  }
}
