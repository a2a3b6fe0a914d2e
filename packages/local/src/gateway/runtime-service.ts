import { pipeline } from 'node:stream/promises'
import { AwsError } from '../errors.ts'
import type { Platform } from '../jobs/platform.ts'
import { sendJsonError } from '../protocols/aws-json.ts'
import { type HttpExchange, send } from '../protocols/http-exchange.ts'
import type { HttpService } from '../services/http-service.ts'
import type { RequestContext } from '../services/operation.ts'
import { invokeEndpoint } from '../services/sagemaker-runtime/invoke-endpoint.ts'
import { invokeEndpointAsync } from '../services/sagemaker-runtime/invoke-endpoint-async.ts'
import { invokeEndpointWithResponseStream } from '../services/sagemaker-runtime/invoke-endpoint-with-response-stream.ts'
import type { InvokeEndpointRequest } from '../services/sagemaker-runtime/prepare-invocation.ts'
import { unknownOperation } from './json-service.ts'

type RuntimeOperation = (
  platform: Platform,
  exchange: HttpExchange,
  request: InvokeEndpointRequest,
  context: RequestContext,
) => Promise<void>

/** The operations of SageMaker Runtime by the last word of their path. */
const operations: Readonly<Record<string, { name: string; run: RuntimeOperation }>> = {
  invocations: { name: 'InvokeEndpoint', run: answerAtOnce },
  'async-invocations': { name: 'InvokeEndpointAsync', run: answerLater },
  'invocations-response-stream': { name: 'InvokeEndpointWithResponseStream', run: answerByStream },
}

/** SageMaker Runtime: finds the operation and the endpoint's name in the path. */
export function createRuntimeService(platform: Platform): HttpService {
  return {
    async handle(exchange, context, enter) {
      const { request, path } = exchange
      const [, name = '', word = ''] = /^\/endpoints\/([^/]+)\/([^/]+)$/.exec(path) ?? []
      const operation = Object.hasOwn(operations, word) ? operations[word] : undefined
      if (request.method !== 'POST' || operation === undefined)
        throw unknownOperation(`${request.method} ${path}`)
      const endpointName = decodeName(name)
      await enter(operation.name)
      const { headers } = request
      const { body } = exchange
      await operation.run(platform, exchange, { endpointName, headers, body }, context)
    },
    sendError: sendJsonError,
  }
}

async function answerAtOnce(
  platform: Platform,
  exchange: HttpExchange,
  request: InvokeEndpointRequest,
  context: RequestContext,
): Promise<void> {
  const answer = await invokeEndpoint(platform, request, context)
  send(exchange, answer.statusCode, answer.headers, answer.body)
}

async function answerLater(
  platform: Platform,
  exchange: HttpExchange,
  request: InvokeEndpointRequest,
  context: RequestContext,
): Promise<void> {
  const answer = await invokeEndpointAsync(platform, request, context)
  send(exchange, answer.statusCode, answer.headers, answer.body)
}

async function answerByStream(
  platform: Platform,
  exchange: HttpExchange,
  request: InvokeEndpointRequest,
  context: RequestContext,
): Promise<void> {
  const answer = await invokeEndpointWithResponseStream(platform, request, context)
  setHeaders(exchange, answer.headers)
  // The head tells the client that the model has begun to answer, however long its first part takes.
  exchange.response.flushHeaders()
  // A client that went away has ended the messages with it.
  await pipeline(answer.messages, exchange.response).catch(() => undefined)
}

function setHeaders(
  { response }: HttpExchange,
  headers: NodeJS.Dict<string | string[] | number>,
): void {
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) response.setHeader(name, value)
  }
}

function decodeName(name: string): string {
  try {
    return decodeURIComponent(name)
  } catch {
    throw new AwsError('ValidationError', `The endpoint's name cannot be read from ${name}.`)
  }
}
