import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { closeIfDraining, type Service } from '../service.ts'
import { createRouter, type Route } from './routes.ts'
import { sendError } from './send-response.ts'

/** Returns the function that answers every request of the container. */
export function createRequestListener(service: Service, routes: readonly Route[]): RequestListener {
  const findRoute = createRouter(routes)
  const paths = routes.map(({ path }) => path).join(', ')
  return (message, response) => {
    closeIfDraining(service, response)
    const path = pathOf(message)
    const match = findRoute(path)
    if (match === undefined) {
      sendError(response, {
        statusCode: 404,
        message: `There is nothing at ${path}: use ${paths}.`,
      })
      return
    }
    const endpoint = match.methods[message.method ?? '']
    if (endpoint === undefined) refuseMethod(message, response, Object.keys(match.methods))
    else endpoint(service, message, response, match.segment)
  }
}

/** The path of a request, without its query. */
export function pathOf({ url = '' }: Pick<IncomingMessage, 'url'>): string {
  const query = url.indexOf('?')
  return query === -1 ? url : url.slice(0, query)
}

function refuseMethod(
  message: IncomingMessage,
  response: ServerResponse,
  methods: readonly string[],
): void {
  const allow = methods.toSorted().join(', ')
  sendError(response, {
    statusCode: 405,
    message: `${message.method} is not allowed here: use ${allow}.`,
    headers: { allow },
  })
}
