/**
 * What goes wrong in the emulator itself, for whoever starts it.
 *
 * @public
 */
export type LocalErrorCode =
  | 'port-in-use'
  | 'address-not-available'
  | 'folder-not-writable'
  | 'folder-in-use'
  | 'folder-not-empty'
  | 'folder-too-new'
  | 'folder-damaged'
  | 'invalid-option'
  | 'no-container-engine'

const brand = Symbol.for('@byo/local:LocalError')

/**
 * An error of the emulator itself: it could not start or was asked for something impossible.
 *
 * @public
 */
export class LocalError extends Error {
  /** `LocalError`. */
  override readonly name = 'LocalError'
  /** What went wrong, for programs. */
  readonly code: LocalErrorCode

  static {
    Object.defineProperty(LocalError.prototype, brand, { value: true })
  }

  constructor(code: LocalErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

/**
 * Tells whether a value is a LocalError, also one of another copy of this package.
 *
 * @public
 */
export function isLocalError(value: unknown): value is LocalError {
  return typeof value === 'object' && value !== null && brand in value
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

/** Who is at fault when a job or an endpoint fails, in SageMaker's words. */
export type JobErrorKind = 'ClientError' | 'InternalServerError' | 'CannotStartContainerError'

/** Why a job or an endpoint failed, in words for whoever made it: the message becomes its `FailureReason`. */
export class JobError extends Error {
  override readonly name = 'JobError'

  constructor(kind: JobErrorKind | undefined, reason: string, options?: ErrorOptions) {
    super(kind === undefined ? reason : `${kind}: ${reason}`, options)
  }
}
