import { closeSync, createReadStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { AwsError } from '../../errors.ts'
import { type HttpExchange, header, send } from '../../protocols/http-exchange.ts'
import { formatXml, type XmlValue } from '../../protocols/xml.ts'
import type { HttpService } from '../http-service.ts'
import type { RequestContext } from '../operation.ts'
import { findOperation } from './find-operation.ts'
import { requireUnexpired } from './presigned-expiry.ts'
import { refuseHeaders } from './refused-headers.ts'
import { parsePlace } from './s3-path.ts'
import type { FilePart, S3Request, S3Response, S3State } from './s3-request.ts'

/** S3 over HTTP, in path style and by host. */
export function createS3Service(state: S3State): HttpService {
  return {
    async handle(exchange, context, enter) {
      const request = toRequest(exchange, context)
      setIds(exchange, context)
      requireUnexpired(request, state.clock)
      const operation = findOperation(request)
      await enter(operation.name)
      refuseHeaders(request)
      requireExpectedOwner(request, state)
      await answer(exchange, await operation.run(request, state))
    },
    sendError(exchange, error, context) {
      setIds(exchange, context)
      const body = exchange.request.method === 'HEAD' ? '' : formatError(error, exchange, context)
      send(exchange, error.statusCode, errorHeaders(error), body)
    },
  }
}

function toRequest(exchange: HttpExchange, context: RequestContext): S3Request {
  const { request: message, query, path } = exchange
  return {
    ...parsePlace(message.headers.host, path),
    query,
    header: (name) => header(message, name),
    message,
    context,
  }
}

function setIds({ response }: HttpExchange, { requestId }: RequestContext): void {
  if (response.headersSent) return
  response.setHeader('x-amz-request-id', requestId)
  response.setHeader('x-amz-id-2', requestId)
}

/** A client may say whose it takes the bucket to be, which guards it against a bucket of somebody else's. */
function requireExpectedOwner(request: S3Request, { objects }: S3State): void {
  const expected = request.header('x-amz-expected-bucket-owner')
  const bucket = objects.bucket(request.bucket)
  if (expected === undefined || bucket === undefined || bucket.owner === expected) return
  throw new AwsError('AccessDenied', 'Access Denied', 403)
}

async function answer(exchange: HttpExchange, answered: S3Response): Promise<void> {
  const { status = 200, headers = {}, body = '' } = answered
  if (typeof body === 'object') return sendFile(exchange, status, headers, body)
  const type = body === '' ? {} : { 'content-type': 'application/xml' }
  send(exchange, status, { ...type, ...headers }, body)
}

async function sendFile(
  { response }: HttpExchange,
  status: number,
  headers: Readonly<Record<string, string>>,
  { descriptor, start, length }: FilePart,
): Promise<void> {
  try {
    response.writeHead(status, { ...headers, 'content-length': length })
  } catch (error) {
    closeSync(descriptor)
    throw error
  }
  const file = createReadStream('', {
    fd: descriptor,
    start,
    end: start + length - 1,
    highWaterMark: 256 * 1024,
  })
  await pipeline(file, response)
}

function formatError(error: AwsError, { path }: HttpExchange, context: RequestContext): string {
  return formatXml('Error', undefined, {
    Code: error.code === 'InternalFailure' ? 'InternalError' : error.code,
    Message: error.message,
    ...(error.members as Record<string, XmlValue>),
    Resource: path,
    RequestId: context.requestId,
    HostId: context.requestId,
  })
}

function errorHeaders(error: AwsError): Record<string, string> {
  const size = error.members.ActualObjectSize
  return {
    'content-type': 'application/xml',
    ...(size !== undefined && { 'content-range': `bytes */${String(size)}` }),
  }
}
