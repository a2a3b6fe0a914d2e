/**
 * One line of the server's log.
 *
 * @public
 */
export interface RequestLogEntry {
  /** Which part of the server it was for, such as `s3`. */
  readonly service: string
  /** The operation as the client named it, or method and path. */
  readonly operation: string
  /** Of the answer. */
  readonly status: number
  /** From the request's head to the answer's end. */
  readonly milliseconds: number
  /** The id that the client was given with the answer. */
  readonly requestId: string
  /** What a service threw, if it did. */
  readonly failure?: unknown
}
