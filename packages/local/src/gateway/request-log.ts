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
  readonly status: number
  readonly milliseconds: number
  readonly requestId: string
  /** What a service threw, if it did. */
  readonly failure?: unknown
}
