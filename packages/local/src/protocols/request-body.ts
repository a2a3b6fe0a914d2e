import type { IncomingMessage } from 'node:http'

/** The body of a request, to be read once. */
export interface RequestBody extends AsyncIterable<Buffer> {
  /** All of it, or undefined as soon as it is longer than so many bytes: then the rest is left unread. */
  readAll(limit: number): Promise<Buffer | undefined>
}

/** The body as it comes. A reader that stops early leaves the connection open, so that it can be answered. */
export function bodyOf(request: IncomingMessage): RequestBody {
  return new IncomingBody(request)
}

class IncomingBody implements RequestBody {
  readonly #request: IncomingMessage

  constructor(request: IncomingMessage) {
    this.#request = request
  }

  [Symbol.asyncIterator](): AsyncIterator<Buffer> {
    return this.#request.iterator({ destroyOnReturn: false }) as AsyncIterator<Buffer>
  }

  readAll(limit: number): Promise<Buffer | undefined> {
    return readAll(this.#request, limit)
  }
}

/** A body that has been read already. */
export function bodyOfBytes(bytes: Buffer): RequestBody {
  return {
    async *[Symbol.asyncIterator]() {
      yield bytes
    },
    readAll: async (limit) => (bytes.length > limit ? undefined : bytes),
  }
}

/** Events cost a fraction of what an iterator does, and most bodies are one chunk. */
function readAll(request: IncomingMessage, limit: number): Promise<Buffer | undefined> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let size = 0
    const take = (chunk: Buffer): void => {
      size += chunk.length
      if (size <= limit) return void chunks.push(chunk)
      request.off('data', take)
      request.pause()
      resolve(undefined)
    }
    request.on('data', take)
    request.once('end', () => resolve(chunks.length === 1 ? chunks[0] : Buffer.concat(chunks)))
    request.once('error', reject)
  })
}
