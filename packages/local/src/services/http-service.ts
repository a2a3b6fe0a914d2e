import type { AwsError } from '../errors.ts'
import type { HttpExchange } from '../protocols/http-exchange.ts'
import type { RequestContext } from './operation.ts'

/** A service as the gateway sees it: it answers requests, and errors in the form of its own protocol. */
export interface HttpService {
  /** Answers the request, or throws an AwsError before anything of the answer is sent. */
  handle(exchange: HttpExchange, context: RequestContext): Promise<void>
  sendError(exchange: HttpExchange, error: AwsError, context: RequestContext): void
}
