import type { RequestFault } from '../faults/fault.ts'

/**
 * One line of the server's log.
 *
 * @public
 */
export interface RequestLogEntry {
  /** Which part of the server it was for, such as `s3`. */
  readonly service: string
  /** The operation as the client named it, or else AWS's name of it, such as `PutObject`; method and path of others. */
  readonly operation: string
  /** The request's path, still percent-encoded, without the query. */
  readonly path: string
  /** Of the answer; 0 when the connection ended without one. */
  readonly status: number
  /** From the request's head to the answer's end. */
  readonly milliseconds: number
  /** The id that the client was given with the answer. */
  readonly requestId: string
  /** What went wrong with it to order, if anything did. */
  readonly fault?: RequestFault
  /** What a service threw, if it did. */
  readonly failure?: unknown
}
