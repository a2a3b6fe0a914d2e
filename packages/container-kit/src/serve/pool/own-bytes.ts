/**
 * Returns bytes in a buffer of their own, which can go over to another thread: a copy, because a view can share its
 * buffer with others, and sending a view copies all of its buffer.
 */
export function ownBytes(content: string | Uint8Array): Uint8Array<ArrayBuffer> {
  return typeof content === 'string' ? new TextEncoder().encode(content) : new Uint8Array(content)
}

/**
 * Returns a request's body in a buffer that can go over. A large one that nobody shares goes over itself, and is empty
 * here; a small one is copied, which costs no more and leaves it for a second try.
 */
export function bodyToSend(body: Uint8Array): Uint8Array<ArrayBuffer> {
  return isWhole(body) && body.length >= smallBytes ? body : ownBytes(body)
}

function isWhole(body: Uint8Array): body is Uint8Array<ArrayBuffer> {
  return body.buffer instanceof ArrayBuffer && body.length === body.buffer.byteLength
}

/** Copied in some ten microseconds, as long as a transfer takes. */
const smallBytes = 65_536
