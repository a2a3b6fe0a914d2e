import type { InvocationRequest } from '../invocation/invocation-request.ts'

/**
 * What is known of a conversation besides its messages.
 *
 * @public
 */
export interface ConversationRequest
  extends Pick<InvocationRequest, 'id' | 'customAttributes' | 'inferenceId' | 'headers'> {
  /** The path that was asked for, without its query. */
  readonly path: string
  /** What stood behind the path, such as `?voice=low`. */
  readonly query: URLSearchParams
}

/**
 * A WebSocket connection of one client, which `converse` reads and writes. To iterate gives the client's messages, whole
 * ones: a `string` for a text frame, a `Uint8Array` for a binary one. The iteration ends when the connection does.
 * Messages that nobody reads wait in memory until they are as large as the largest request body that is taken, 25 MiB at most; then the client has to wait, with its pings.
 *
 * @example
 * ```ts
 * import { defineProgram } from '@byo/container-kit'
 *
 * export const program = defineProgram({
 *   async converse(_model, conversation) {
 *     for await (const message of conversation) {
 *       if (message === 'bye') conversation.close(4000, 'goodbye')
 *       else await conversation.send(message)
 *     }
 *   },
 * })
 * ```
 * @public
 */
export interface Conversation extends AsyncIterable<string | Uint8Array> {
  /**
   * Sends a message, text as a text frame and bytes as a binary one; resolves when it has left. With `partial` it is sent as
   * a part of a message (FIN=0), which the next call goes on with, and the first without `partial` ends.
   *
   * @throws ContainerError with code `disconnected` if the connection has ended; with code `usage` if text follows bytes
   * within one message, or the reverse.
   */
  send(data: string | Uint8Array, options?: { readonly partial?: boolean }): Promise<void>
  /**
   * Ends the connection; SageMaker tells the caller code and reason.
   *
   * @param code - A code that RFC 6455 lets a server send: 1000 to 1003, 1007 to 1014, 3000 to 4999.
   * @param reason - At most 123 bytes in UTF-8.
   * @defaultValue 1000 and no reason
   * @throws ContainerError with code `usage` for a code or reason that cannot be sent.
   */
  close(code?: number, reason?: string): void
  /**
   * Aborted when the connection ends, and when the container has to: then a handler that returns within the grace
   * can say goodbye, and all others are closed with 1001.
   */
  readonly signal: AbortSignal
}
