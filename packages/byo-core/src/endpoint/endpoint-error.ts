import { ByoError } from '../errors.ts'

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
