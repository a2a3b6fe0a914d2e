import { ByoError, type ByoErrorCode } from '../errors.ts'

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
