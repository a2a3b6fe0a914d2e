import type { CleanUpReport, Leftover } from './resource.ts'
import type { TransformedObject } from './transformed-object.ts'

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

/**
 * The build of an image, or its push, that failed, or a push of what SageMaker can't use.
 *
 * @public
 */
export class ImageError extends ByoError {
  /** Always `ImageError`. */
  override readonly name = 'ImageError'
  /** The last lines that Docker wrote, oldest first; empty where Docker did its part well, or had none. */
  readonly outputTail: readonly string[]
  /** Docker's exit code; undefined where a signal ended it, or where it had no part in it. */
  readonly exitCode: number | undefined

  constructor(
    code: 'image-build-failed' | 'image-push-failed',
    message: string,
    facts: Pick<ImageError, 'outputTail' | 'exitCode'>,
  ) {
    super(code, message)
    this.outputTail = facts.outputTail
    this.exitCode = facts.exitCode
  }
}

/**
 * A training job that ended without success.
 *
 * @public
 */
export class TrainingError extends ByoError {
  /** Always `TrainingError`. */
  override readonly name = 'TrainingError'
  /** The job's name. */
  readonly jobName: string
  /** Such as `arn:aws:sagemaker:eu-west-1:123456789012:training-job/iris-1`. */
  readonly jobArn: string
  /** As the API words it, such as `Stopped` or `MaxRuntimeExceeded`. */
  readonly secondaryStatus: string
  /** SageMaker's FailureReason, at most 1024 characters, where it gives one. */
  readonly failureReason: string | undefined
  /** The container's exit code, where SageMaker tells it. */
  readonly exitCode: number | undefined
  /** The last lines that the containers wrote, oldest first. */
  readonly logTail: readonly string[]
  /** Where the model is that the job saved before it was cut short. */
  readonly modelDataUri: string | undefined

  constructor(
    code: Extract<
      ByoErrorCode,
      | 'training-failed'
      | 'training-stopped'
      | 'max-runtime-exceeded'
      | 'capacity-error'
      | 'quota-exceeded'
    >,
    message: string,
    facts: Pick<
      TrainingError,
      | 'jobName'
      | 'jobArn'
      | 'secondaryStatus'
      | 'failureReason'
      | 'exitCode'
      | 'logTail'
      | 'modelDataUri'
    >,
  ) {
    super(code, message)
    this.jobName = facts.jobName
    this.jobArn = facts.jobArn
    this.secondaryStatus = facts.secondaryStatus
    this.failureReason = facts.failureReason
    this.exitCode = facts.exitCode
    this.logTail = facts.logTail
    this.modelDataUri = facts.modelDataUri
  }
}

/**
 * What became of a trial of a tuning job.
 *
 * @public
 */
export interface TrialOutcome {
  /** The training job's name, which begins with that of the tuning job. */
  readonly name: string
  /** That of the training job, such as `InProgress`, `Completed`, `Failed` or `Stopped`. */
  readonly status: string
  /** The value of the objective; undefined until it is known, and where the log didn't tell it. */
  readonly objective: number | undefined
  /** SageMaker's FailureReason, where it gives one. */
  readonly failureReason: string | undefined
}

/**
 * A tuning job that ended without a best trial.
 *
 * @public
 */
export class TuningError extends ByoError {
  /** Always `TuningError`. */
  override readonly name = 'TuningError'
  /** The job's name. */
  readonly jobName: string
  /** Such as `arn:aws:sagemaker:eu-west-1:123456789012:hyper-parameter-tuning-job/iris-1`. */
  readonly jobArn: string
  /** As the API words it, such as `Failed` or `Stopped`. */
  readonly status: string
  /** SageMaker's FailureReason of the tuning job, where it gives one. */
  readonly failureReason: string | undefined
  /** What became of each trial, in the order in which they were started. */
  readonly trials: readonly TrialOutcome[]
  /** The last lines that one of the trials wrote, oldest first. */
  readonly logTail: readonly string[]

  constructor(
    code: 'tuning-failed' | 'tuning-stopped' | 'objective-not-found',
    message: string,
    facts: Pick<
      TuningError,
      'jobName' | 'jobArn' | 'status' | 'failureReason' | 'trials' | 'logTail'
    >,
  ) {
    super(code, message)
    this.jobName = facts.jobName
    this.jobArn = facts.jobArn
    this.status = facts.status
    this.failureReason = facts.failureReason
    this.trials = facts.trials
    this.logTail = facts.logTail
  }
}

/**
 * A transform job that ended without success.
 *
 * @public
 */
export class TransformError extends ByoError {
  /** Always `TransformError`. */
  override readonly name = 'TransformError'
  /** The job's name. */
  readonly jobName: string
  /** Such as `arn:aws:sagemaker:eu-west-1:123456789012:transform-job/iris-1`. */
  readonly jobArn: string
  /** As the API words it: `Failed` or `Stopped`. */
  readonly status: string
  /** SageMaker's FailureReason, where it gives one. */
  readonly failureReason: string | undefined
  /** The object that it failed for, where SageMaker names one: its address in S3. */
  readonly inputUri: string | undefined
  /** The objects that were transformed all the same, with their outputs, as the job left them. */
  readonly outputs: readonly TransformedObject[]
  /** The last lines that the containers and SageMaker wrote, oldest first. */
  readonly logTail: readonly string[]

  constructor(
    code: Extract<
      ByoErrorCode,
      'transform-failed' | 'transform-stopped' | 'capacity-error' | 'quota-exceeded'
    >,
    message: string,
    facts: Pick<
      TransformError,
      'jobName' | 'jobArn' | 'status' | 'failureReason' | 'inputUri' | 'outputs' | 'logTail'
    >,
  ) {
    super(code, message)
    this.jobName = facts.jobName
    this.jobArn = facts.jobArn
    this.status = facts.status
    this.failureReason = facts.failureReason
    this.inputUri = facts.inputUri
    this.outputs = facts.outputs
    this.logTail = facts.logTail
  }
}

/**
 * An endpoint that didn't come into service, or that didn't become what it was to be.
 *
 * @public
 */
export class EndpointError extends ByoError {
  /** Always `EndpointError`. */
  override readonly name = 'EndpointError'
  /** The endpoint's name. */
  readonly endpointName: string
  /** Such as `arn:aws:sagemaker:eu-west-1:123456789012:endpoint/iris-1`. */
  readonly endpointArn: string
  /** As the API words it, such as `Failed` or `OutOfService`. */
  readonly status: string
  /** SageMaker's FailureReason, where it gives one. */
  readonly failureReason: string | undefined
  /** The last lines that the containers wrote, oldest first. */
  readonly logTail: readonly string[]

  constructor(
    code:
      | 'endpoint-failed'
      | 'health-check-failed'
      | 'update-rolled-back'
      | 'update-rollback-failed',
    message: string,
    facts: Pick<
      EndpointError,
      'endpointName' | 'endpointArn' | 'status' | 'failureReason' | 'logTail'
    >,
  ) {
    super(code, message)
    this.endpointName = facts.endpointName
    this.endpointArn = facts.endpointArn
    this.status = facts.status
    this.failureReason = facts.failureReason
    this.logTail = facts.logTail
  }
}

/**
 * The model's container answered an invocation with an error, or broke off in the middle of its answer.
 *
 * @public
 */
export class InvocationError extends ByoError {
  /** Always `InvocationError`. */
  override readonly name = 'InvocationError'
  /** The endpoint that was invoked. */
  readonly endpointName: string
  /** The status that the container gave, such as 400 or 500; undefined for a stream that broke off. */
  readonly statusCode: number | undefined
  /** The body that the container gave; for a stream that broke off, SageMaker's words. */
  readonly containerMessage: string
  /** Why a stream broke off, such as `ModelInvocationTimeExceeded`, `StreamBroken` or `InternalStreamFailure`. */
  readonly reason: string | undefined
  /** How often the request was sent. */
  readonly attempts: number
  /** AWS's id of the request, which its support asks for. */
  readonly requestId: string | undefined

  constructor(
    code: 'invocation-failed' | 'stream-broken',
    message: string,
    facts: Pick<
      InvocationError,
      'endpointName' | 'statusCode' | 'containerMessage' | 'reason' | 'attempts' | 'requestId'
    >,
    cause: unknown,
  ) {
    super(code, message, { cause })
    this.endpointName = facts.endpointName
    this.statusCode = facts.statusCode
    this.containerMessage = facts.containerMessage
    this.reason = facts.reason
    this.attempts = facts.attempts
    this.requestId = facts.requestId
  }
}

/**
 * Resources stayed behind: `leftovers` says which, and why.
 *
 * @public
 */
export class CleanUpError extends ByoError {
  /** Always `CleanUpError`. */
  override readonly name = 'CleanUpError'
  /** What is still there, each with the reason; never empty. */
  readonly leftovers: readonly Leftover[]

  constructor(report: CleanUpReport, options?: { readonly cause?: unknown }) {
    super('clean-up-incomplete', leftoverSentence(report.leftovers), options)
    this.leftovers = report.leftovers
    this.cleanUp = report
  }
}

/** The sentence that tells what stayed behind, with ARNs. */
export function leftoverSentence(leftovers: readonly Leftover[]): string {
  const list = leftovers.map(({ resource, reason }) => `${resource.arn} (${reason})`)
  return `These could not be removed: ${list.join('; ')}. Remove them by hand, or call cleanUp again with them.`
}
