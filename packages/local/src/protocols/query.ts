import type { AwsError } from '../errors.ts'
import { type HttpExchange, send } from './http-exchange.ts'
import { formatXml, type XmlValue } from './xml.ts'

/** Answers an operation of a service that takes forms and gives XML, such as STS. */
export function sendQueryResult(
  exchange: HttpExchange,
  operation: string,
  namespace: string,
  result: XmlValue,
  requestId: string,
): void {
  const body = formatXml(`${operation}Response`, namespace, {
    [`${operation}Result`]: result,
    ResponseMetadata: { RequestId: requestId },
  })
  send(exchange, 200, { 'content-type': 'text/xml' }, body)
}

/** Answers with an error in that form. */
export function sendQueryError(
  exchange: HttpExchange,
  namespace: string | undefined,
  error: AwsError,
  requestId: string,
): void {
  const type = error.statusCode < 500 ? 'Sender' : 'Receiver'
  const body = formatXml('ErrorResponse', namespace, {
    Error: { Type: type, Code: error.code, Message: error.message },
    RequestId: requestId,
  })
  send(exchange, error.statusCode, { 'content-type': 'text/xml' }, body)
}
