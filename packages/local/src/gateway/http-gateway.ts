import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { AwsError } from '../errors.ts'
import type { FaultRegistry } from '../faults/fault-registry.ts'
import { Caller } from '../protocols/caller.ts'
import { readCredentialScope } from '../protocols/credential-scope.ts'
import { type HttpExchange, header } from '../protocols/http-exchange.ts'
import { bodyOf } from '../protocols/request-body.ts'
import type { EnterOperation } from '../services/http-service.ts'
import type { RequestContext } from '../services/operation.ts'
import type { AccessKeys } from '../state/access-keys.ts'
import type { Owner } from '../state/arn.ts'
import type { Clock } from '../state/clock.ts'
import { newIdentifier } from '../state/identifiers.ts'
import { checkSignature } from './check-signature.ts'
import { ConnectionReset, type EnteredOperation, enterOperation } from './enter-operation.ts'
import { findService, type GatewayServices } from './find-service.ts'
import { internalFailure } from './internal-failure.ts'
import type { RequestLogEntry } from './request-log.ts'

/** What the gateway needs besides the services. */
export interface GatewayOptions {
  readonly services: GatewayServices
  /** Whose a request is that does not say so. */
  readonly home: Owner
  /** Where the server is reached; known once it listens. */
  readonly endpoint: () => string
  readonly clock: Clock
  /** What is to go wrong with requests because it was ordered. */
  readonly faults: Pick<FaultRegistry, 'takeForRequest'>
  readonly accessKeys: AccessKeys
  /** Whether requests have to be signed with the keys that this server knows. */
  readonly verifySignatures: boolean
  readonly onRequest: (entry: RequestLogEntry) => void
}

/** The HTTP server of all services, and a way to end it. */
export interface HttpGateway {
  readonly server: Server
  /** Refuses new requests, breaks off those under way and waits until their handlers have ended. */
  close(): Promise<void>
}

/** Makes the server that hands each request to its service; it does not listen yet. */
export function createHttpGateway(options: GatewayOptions): HttpGateway {
  const underWay = new Set<Promise<void>>()
  const server = createServer((request, response) => {
    const answered = answer(request, response, options)
    underWay.add(answered)
    void answered.finally(() => underWay.delete(answered))
  })
  // An upload may take as long as it takes, and an SDK keeps its sockets for longer than Node's 5 s.
  server.requestTimeout = 0
  server.keepAliveTimeout = 65_000
  return {
    server,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      server.closeAllConnections()
      await Promise.all([closed, ...underWay])
    },
  }
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  options: GatewayOptions,
): Promise<void> {
  const started = options.clock.now().getTime()
  const caller = new Caller()
  // Comes after every answer, and when there is no one left to answer.
  const closed = new Promise<void>((resolve) => {
    response.once('close', () => {
      if (!response.writableFinished) caller.leave()
      resolve()
    })
  })
  // Without listeners a client that disappears would end the process.
  request.on('error', () => undefined)
  response.on('error', () => undefined)

  const exchange = toExchange(request, response)
  const scope = readCredentialScope(header(request, 'authorization'), exchange.query)
  const context: RequestContext = {
    accountId: options.accessKeys.find(scope?.accessKeyId)?.accountId ?? options.home.accountId,
    accessKeyId: scope?.accessKeyId,
    region: scope?.region ?? options.home.region,
    requestId: newIdentifier(),
    endpoint: options.endpoint(),
    caller,
  }
  const name = findService(exchange, scope)
  response.setHeader('x-amzn-requestid', context.requestId)

  const entered: EnteredOperation = {}
  const { faults, clock } = options
  const toEnter = { service: name, exchange, caller, faults, clock }
  const enter = (operation: string) => enterOperation(operation, entered, toEnter)
  const failure = await run(name, exchange, context, options, enter).catch(unlessReset)
  await closed
  options.onRequest({
    service: name,
    operation:
      header(request, 'x-amz-target') ?? entered.name ?? `${request.method} ${exchange.path}`,
    path: exchange.path,
    status: response.headersSent ? response.statusCode : 0,
    milliseconds: options.clock.now().getTime() - started,
    requestId: context.requestId,
    ...(entered.fault !== undefined && { fault: entered.fault }),
    ...(failure !== undefined && { failure }),
  })
}

/** Lets the service answer and turns what it throws into an answer; returns what was thrown. */
async function run(
  name: keyof GatewayServices,
  exchange: HttpExchange,
  context: RequestContext,
  options: GatewayOptions,
  enter: EnterOperation,
): Promise<unknown> {
  const service = options.services[name]
  try {
    await service.handle(await checkSignature(exchange, name, options), context, enter)
    return undefined
  } catch (failure) {
    if (failure instanceof ConnectionReset) throw failure
    // A client that went away in the middle of its body is nobody to answer, and no fault of the server's.
    if (exchange.request.destroyed && !exchange.request.complete) return undefined
    const error = failure instanceof AwsError ? failure : internalFailure(failure)
    if (exchange.response.headersSent) exchange.response.destroy()
    else service.sendError(exchange, error, context)
    return failure
  }
}

/** A reset that was ordered is nothing that failed. */
function unlessReset(failure: unknown): undefined {
  if (!(failure instanceof ConnectionReset)) throw failure
}

function toExchange(request: IncomingMessage, response: ServerResponse): HttpExchange {
  const url = request.url ?? '/'
  const mark = url.indexOf('?')
  const rawQuery = mark < 0 ? '' : url.slice(mark + 1)
  return {
    request,
    response,
    // A proxy's absolute form, and nothing else, starts otherwise than with a slash.
    path: (mark < 0 ? url : url.slice(0, mark)).replace(/^https?:\/\/[^/]*/, '') || '/',
    query: new URLSearchParams(rawQuery),
    rawQuery,
    body: bodyOf(request),
  }
}
