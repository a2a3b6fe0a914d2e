import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import type { InputKind } from '../codecs/codec.ts'
import { routes } from '../contract/routes.ts'
import { answerInvocation } from './invocations.ts'
import { sendEmpty, sendError } from './send-response.ts'
import { closeIfDraining, type Service } from './service.ts'

/** Returns the function that answers every request of the container. */
export function createRequestListener<Model, Kind extends InputKind>(
  service: Service<Model, Kind>,
): RequestListener {
  return (message, response) => {
    closeIfDraining(service, response)
    const path = pathOf(message)
    if (path === routes.invocations) {
      if (message.method === 'POST') void answerInvocation(service, message, response)
      else refuseMethod(message, response, 'POST')
    } else if (path === routes.ping) {
      if (pingMethods.has(message.method)) answerPing(service, response)
      else refuseMethod(message, response, 'GET, HEAD, POST')
    } else {
      sendError(response, {
        statusCode: 404,
        message: `There is nothing at ${path}: use ${routes.ping} or ${routes.invocations}.`,
      })
    }
  }
}

/** Healthy is a container that can predict and will go on doing so. */
function answerPing<Model, Kind extends InputKind>(
  service: Service<Model, Kind>,
  response: ServerResponse,
): void {
  sendEmpty(response, service.loaded !== undefined && !service.draining ? 200 : 503)
}

function refuseMethod(message: IncomingMessage, response: ServerResponse, allow: string): void {
  sendError(response, {
    statusCode: 405,
    message: `${message.method} is not allowed here: use ${allow}.`,
    headers: { allow },
  })
}

function pathOf({ url = '' }: IncomingMessage): string {
  const query = url.indexOf('?')
  return query === -1 ? url : url.slice(0, query)
}

/** The platform sends GET; one AWS page speaks of POST. */
const pingMethods: ReadonlySet<string | undefined> = new Set(['GET', 'HEAD', 'POST'])
