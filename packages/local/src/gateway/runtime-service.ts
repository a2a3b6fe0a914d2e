import { AwsError } from '../errors.ts'
import type { Platform } from '../jobs/platform.ts'
import { sendJsonError } from '../protocols/aws-json.ts'
import { type HttpExchange, send } from '../protocols/http-exchange.ts'
import type { HttpService } from '../services/http-service.ts'
import { invokeEndpoint } from '../services/sagemaker-runtime/invoke-endpoint.ts'
import { unknownOperation } from './json-service.ts'

/** SageMaker Runtime: finds the endpoint's name in the path. */
export function createRuntimeService(platform: Platform): HttpService {
  return {
    async handle(exchange, context) {
      const { request, response } = exchange
      const answer = await invokeEndpoint(
        platform,
        {
          endpointName: requireEndpointName(exchange),
          headers: request.headers,
          body: exchange.body,
        },
        context,
      )
      for (const [name, value] of Object.entries(answer.headers)) {
        if (value !== undefined) response.setHeader(name, value)
      }
      send(exchange, answer.statusCode, {}, answer.body)
    },
    sendError: sendJsonError,
  }
}

function requireEndpointName({ request, path }: HttpExchange): string {
  const name = /^\/endpoints\/([^/]+)\/invocations$/.exec(path)?.[1]
  if (request.method !== 'POST' || name === undefined) {
    throw unknownOperation(`${request.method} ${path}`)
  }
  try {
    return decodeURIComponent(name)
  } catch {
    throw new AwsError('ValidationError', `The endpoint's name cannot be read from ${path}.`)
  }
}
