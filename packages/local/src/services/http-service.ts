import type { AwsError } from '../errors.ts'
import type { HttpExchange } from '../protocols/http-exchange.ts'
import type { RequestContext } from './operation.ts'

/**
 * Tells the gateway AWS's name of the operation that a request is for, before anything of it is done. Rejects, as
 * the service is to do then, when the request goes no further.
 */
export type EnterOperation = (name: string) => Promise<void>

/** A service as the gateway sees it: it answers requests, and errors in the form of its own protocol. */
export interface HttpService {
  /** Answers the request, or throws an AwsError before anything of the answer is sent. */
  handle(exchange: HttpExchange, context: RequestContext, enter: EnterOperation): Promise<void>
  sendError(exchange: HttpExchange, error: AwsError, context: RequestContext): void
}
