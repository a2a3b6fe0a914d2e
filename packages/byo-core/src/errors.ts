import type { CleanUpReport } from './resource.ts'

/**
 * Everything that can go wrong, by name.
 *
 * @public
 */
export type ByoErrorCode =
  // Found before anything is made.
  | 'invalid-option'
  | 'program-not-found'
  | 'data-not-found'
  | 'region-missing'
  | 'role-missing'
  | 'bucket-unavailable'
  | 'image-not-found'
  | 'base-image-unavailable'
  | 'dockerfile-not-found'
  | 'docker-unavailable'
  | 'image-too-large'
  // Said by AWS, or by the way to it.
  | 'credentials-missing'
  | 'access-denied'
  | 'quota-exceeded'
  | 'name-taken'
  | 'not-found'
  | 'role-not-assumable'
  | 'endpoint-unreachable'
  | 'request-refused'
  | 'image-refused'
  | 'model-data-not-found'
  // Came of what was started.
  | 'image-build-failed'
  | 'image-push-failed'
  | 'training-failed'
  | 'training-stopped'
  | 'max-runtime-exceeded'
  | 'transform-failed'
  | 'transform-stopped'
  | 'capacity-error'
  | 'tuning-failed'
  | 'tuning-stopped'
  | 'objective-not-found'
  | 'endpoint-failed'
  | 'health-check-failed'
  | 'update-rolled-back'
  | 'update-rollback-failed'
  | 'traffic-shifted-back'
  | 'invocation-failed'
  | 'stream-broken'
  | 'prediction-unreadable'
  | 'model-unreadable'
  | 'upload-corrupted'
  | 'clean-up-incomplete'
  // Asked for by the caller.
  | 'aborted'
  | 'timeout'

const brand = Symbol.for('@byo/core/error')

/**
 * The base of every error that this package throws: a literal `code`, a message of whole sentences,
 * and the facts as properties.
 *
 * @public
 */
export class ByoError extends Error {
  /** The class's name, such as `TrainingError`. */
  override readonly name: string = 'ByoError'
  /** What went wrong, for a program to act on. */
  readonly code: ByoErrorCode
  /** What the failed operation had made, and what became of it; set by `trainAndDeploy`, `tune` and `deployEndpoint`. */
  declare cleanUp?: CleanUpReport

  constructor(code: ByoErrorCode, message: string, options?: { readonly cause?: unknown }) {
    super(message, options)
    this.code = code
    Object.defineProperty(this, brand, { value: true })
  }
}

/**
 * True for errors of this package, also of another copy of it.
 *
 * @public
 * @example
 * ```ts
 * import { isByoError } from '@byo/core'
 *
 * const explain = (error: unknown) => (isByoError(error) ? `${error.code}: ${error.message}` : String(error))
 * ```
 */
export function isByoError(error: unknown): error is ByoError {
  return typeof error === 'object' && error !== null && brand in error
}

/**
 * A request that AWS refused, that could not be sent, or that stayed without an answer.
 *
 * @public
 */
export class RequestError extends ByoError {
  /** Always `RequestError`. */
  override readonly name = 'RequestError'
  /** The operation, such as `CreateTrainingJob`. */
  readonly operation: string
  /** AWS's own name of the error, such as `ValidationException`. */
  readonly awsError: string
  /** AWS's own words, or those of the failed connection. */
  readonly awsMessage: string
  /** The HTTP status, such as 400; undefined where no answer came. */
  readonly statusCode: number | undefined
  /** AWS's id of the request, which its support asks for; undefined where no answer came. */
  readonly requestId: string | undefined
  /** How often the request was sent. */
  readonly attempts: number

  constructor(
    code: ByoErrorCode,
    message: string,
    facts: Pick<
      RequestError,
      'operation' | 'awsError' | 'awsMessage' | 'statusCode' | 'requestId' | 'attempts'
    >,
    cause: unknown,
  ) {
    super(code, message, { cause })
    this.operation = facts.operation
    this.awsError = facts.awsError
    this.awsMessage = facts.awsMessage
    this.statusCode = facts.statusCode
    this.requestId = facts.requestId
    this.attempts = facts.attempts
  }
}
