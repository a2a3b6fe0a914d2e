import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Route } from '../http/routes.ts'
import { sendError } from '../http/send-response.ts'
import type { ServeOptions } from '../options/serve-options.ts'
import type { Service } from '../service.ts'

/** What ordinary requests find where conversations are held: no more than how to open one. */
export function conversationRoutes({ conversationPaths }: ServeOptions): readonly Route[] {
  return conversationPaths.map((path) => ({ path, methods: { GET: askForUpgrade } }))
}

function askForUpgrade(
  _service: Service,
  _message: IncomingMessage,
  response: ServerResponse,
): void {
  sendError(response, {
    statusCode: 426,
    message: 'Conversations are held over WebSocket: ask for the upgrade.',
    headers: { upgrade: 'websocket', connection: 'upgrade' },
  })
}
