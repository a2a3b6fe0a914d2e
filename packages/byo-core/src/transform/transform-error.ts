import { ByoError, type ByoErrorCode } from '../errors.ts'
import type { TransformedObject } from './transformed-object.ts'

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
