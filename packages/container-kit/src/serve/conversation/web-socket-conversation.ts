import type { RawData, WebSocket } from 'ws'
import { limits } from '../../contract/limits.ts'
import { ContainerError } from '../../errors.ts'
import type { Conversation } from './conversation.ts'
import { MessageQueue } from './message-queue.ts'

/** A conversation over a WebSocket of the library `ws`, which answers pings by itself. */
export class WebSocketConversation implements Conversation {
  readonly #socket: WebSocket
  readonly #messages: MessageQueue
  readonly #controller = new AbortController()
  /** What the message under way is made of, if a part of it has been sent. */
  #partOf: 'text' | 'binary' | undefined

  /** As many bytes as the largest message has may wait until they are read; then the client has to. */
  constructor(socket: WebSocket, maxMessageBytes: number) {
    this.#socket = socket
    this.#messages = new MessageQueue(Math.min(maxMessageBytes, limits.payloadBytes), {
      full: () => socket.pause(),
      free: () => socket.resume(),
    })
    socket.on('message', (data, isBinary) => this.#messages.push(messageOf(data, isBinary)))
    socket.once('close', (code, reason) => {
      this.#messages.end()
      this.abort(new ContainerError('disconnected', describeClose(code, String(reason))))
    })
  }

  get signal(): AbortSignal {
    return this.#controller.signal
  }

  [Symbol.asyncIterator](): AsyncIterator<string | Uint8Array> {
    return this.#messages[Symbol.asyncIterator]()
  }

  async send(
    data: string | Uint8Array,
    { partial = false }: { readonly partial?: boolean } = {},
  ): Promise<void> {
    const kind = typeof data === 'string' ? 'text' : 'binary'
    if (this.#partOf !== undefined && this.#partOf !== kind) {
      throw new ContainerError(
        'usage',
        `A ${kind} part cannot go on a ${this.#partOf} message: send its last part first, without partial.`,
      )
    }
    this.#partOf = partial ? kind : undefined
    await new Promise<void>((resolve, reject) => {
      this.#socket.send(data, { binary: kind === 'binary', fin: !partial }, (cause) => {
        if (!cause) resolve()
        else reject(new ContainerError('disconnected', 'The conversation has ended.', { cause }))
      })
    })
  }

  close(code = 1000, reason = ''): void {
    checkClose(code, reason)
    this.#socket.close(code, reason)
    // What still comes is the client's own close, which must not wait behind messages that nobody reads.
    this.#messages.end()
    this.#socket.resume()
  }

  /** Tells the handler to come to its end. */
  abort(reason: Error): void {
    this.#controller.abort(reason)
  }

  /** Ends the connection, at once if the client has been asked before. */
  cut(): void {
    this.#socket.terminate()
  }
}

function messageOf(data: RawData, isBinary: boolean): string | Uint8Array {
  // Buffers are what `ws` gives unless it is asked for something else.
  const bytes = data as Buffer
  return isBinary ? bytes : bytes.toString('utf8')
}

function describeClose(code: number, reason: string): string {
  const why = reason === '' ? '' : ` ${JSON.stringify(reason)}`
  return `The connection has ended, with code ${code}${why}.`
}

/** RFC 6455, 7.4: codes that may stand in a close frame, and what is left of its 125 bytes. */
function checkClose(code: number, reason: string): void {
  const isRegistered = code >= 1000 && code <= 1014 && ![1004, 1005, 1006].includes(code)
  if (!Number.isInteger(code) || !(isRegistered || (code >= 3000 && code <= 4999))) {
    throw new ContainerError(
      'usage',
      `A connection cannot be closed with the code ${code}: use 1000, or your own from 4000 to 4999.`,
    )
  }
  const bytes = Buffer.byteLength(reason)
  if (bytes > maxReasonBytes) {
    throw new ContainerError(
      'usage',
      `The reason of a close has ${bytes} bytes: at most ${maxReasonBytes} can be sent.`,
    )
  }
}

/** Bytes of UTF-8 that a reason may have. */
export const maxReasonBytes = 123
