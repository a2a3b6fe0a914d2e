import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import type { WebSocket, WebSocketServer } from 'ws'
import { ContainerError } from '../../errors.ts'
import { describeError, stackOf } from '../../lifecycle/describe-error.ts'
import { pathOf } from '../http/create-request-listener.ts'
import { sendRawError } from '../http/raw-answer.ts'
import { Invocation } from '../invocation/invocation-request.ts'
import type { LoadedModel } from '../loaded-model.ts'
import { type Service, stillLoading } from '../service.ts'
import type { ConversationRequest } from './conversation.ts'
import { loadWs } from './load-ws.ts'
import { maxReasonBytes, WebSocketConversation } from './web-socket-conversation.ts'
import { withoutUpgrade } from './without-upgrade.ts'

/**
 * Lets clients of a server turn their connections into WebSockets, at the paths that are for that.
 *
 * @throws (rejects with) what keeps the library from being loaded.
 */
export async function acceptConversations(service: Service, server: Server): Promise<void> {
  const { maxBodyBytes } = service.options
  const opened = loadWs().then(({ WebSocketServer }) => {
    const webSockets = new WebSocketServer({
      noServer: true,
      clientTracking: false,
      perMessageDeflate: false,
      // 0 means no limit here.
      maxPayload: Number.isFinite(maxBodyBytes) ? maxBodyBytes : 0,
    })
    webSockets.on('wsClientError', ({ message }, socket) =>
      refuse(socket, 400, `${message}.`, { 'sec-websocket-version': '13' }),
    )
    return webSockets
  })
  server.on('upgrade', (message: IncomingMessage, socket: Duplex, head: Buffer) => {
    // Whoever goes away now is nobody's loss.
    socket.on('error', ignore)
    if (message.headers.upgrade?.toLowerCase() !== 'websocket')
      withoutUpgrade(server, message, socket, head)
    else opened.then((webSockets) => upgrade(service, webSockets, message, socket, head), ignore)
  })
  await opened
}

/** Ends what goes on at the end of the grace. */
export function closeConversations({ conversations }: Service): void {
  for (const conversation of conversations) conversation.close(1001, 'The container has to end.')
}

function upgrade(
  service: Service,
  webSockets: WebSocketServer,
  message: IncomingMessage,
  socket: Duplex,
  head: Buffer,
): void {
  const path = pathOf(message)
  const query = (message.url ?? '').slice(path.length)
  const { conversationPaths } = service.options
  const { model } = service
  if (!conversationPaths.includes(path)) {
    const paths = conversationPaths.join(', ')
    refuse(socket, 404, `There is no conversation at ${path}: use ${paths}.`)
  } else if (service.draining) {
    refuse(socket, 503, 'The container is coming to its end.')
  } else if (model?.converse === undefined) {
    refuse(socket, 503, stillLoading)
  } else {
    webSockets.handleUpgrade(message, socket, head, (webSocket) => {
      void converse(service, model, webSocket, requestOf(service, message, path, query))
    })
  }
}

/** Nobody reads this connection any more, so nobody would see its other side close. */
function refuse(
  socket: Duplex,
  statusCode: number,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  socket.once('finish', () => socket.destroy())
  sendRawError(socket, statusCode, message, headers)
}

function requestOf(
  service: Service,
  message: IncomingMessage,
  path: string,
  query: string,
): ConversationRequest {
  const { id, customAttributes, inferenceId, headers } = new Invocation(
    message.headers,
    service.runtime.host.randomId,
  )
  return { id, customAttributes, inferenceId, headers, path, query: new URLSearchParams(query) }
}

/** Holds a conversation from its first message to its last. Never rejects. */
async function converse(
  service: Service,
  model: LoadedModel,
  webSocket: WebSocket,
  request: ConversationRequest,
): Promise<void> {
  const { log } = service.runtime
  const conversation = new WebSocketConversation(webSocket, service.options.maxBodyBytes)
  service.conversations.add(conversation)
  webSocket.once('close', () => service.conversations.delete(conversation))
  // What breaks the protocol, or is too large, is closed with its own code by the library.
  webSocket.on('error', (error) => log.debug(error.message, { request: request.id }))
  try {
    await model.converse?.(conversation, request)
    if (service.draining) conversation.close(1001)
    else conversation.close()
  } catch (error) {
    if (isEnd(error, conversation)) {
      conversation.close(1001)
      return
    }
    log.error(`the conversation broke off: ${describeError(error)}`, { request: request.id })
    log.error(`stack of ${request.id}\n${stackOf(error)}`)
    conversation.close(1011, shortened(describeError(error)))
  }
}

/** Says whether a handler failed only because its connection has ended, or has to. */
function isEnd(error: unknown, { signal }: WebSocketConversation): boolean {
  const isDisconnect = error instanceof ContainerError && error.code === 'disconnected'
  return signal.aborted && (error === signal.reason || isDisconnect)
}

/** As much of a reason as fits, no character cut in two. */
function shortened(reason: string): string {
  const bytes = Buffer.from(reason)
  if (bytes.length <= maxReasonBytes) return reason
  return `${new TextDecoder().decode(bytes.subarray(0, maxReasonBytes - 3), { stream: true })}…`
}

function ignore(): void {}
