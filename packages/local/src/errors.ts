/** What goes wrong in the emulator itself, for whoever starts it. */
export type LocalErrorCode =
  | 'port-in-use'
  | 'folder-not-writable'
  | 'invalid-option'
  | 'runner-unavailable'

/**
 * An error of the emulator itself: it could not start or was asked for something impossible.
 *
 * @public
 */
export class LocalError extends Error {
  override readonly name = 'LocalError'
  readonly code: LocalErrorCode

  constructor(code: LocalErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

/** An error that travels to an AWS client: its code, text and HTTP status are what AWS would send. */
export class AwsError extends Error {
  override readonly name = 'AwsError'
  /** AWS's error code, such as `ValidationException` or `NoSuchKey`. */
  readonly code: string
  readonly statusCode: number
  /** Members besides the message, such as `OriginalStatusCode` of a ModelError. */
  readonly members: Readonly<Record<string, unknown>>

  constructor(
    code: string,
    message: string,
    statusCode = 400,
    members: Readonly<Record<string, unknown>> = {},
  ) {
    super(message)
    this.code = code
    this.statusCode = statusCode
    this.members = members
  }
}
