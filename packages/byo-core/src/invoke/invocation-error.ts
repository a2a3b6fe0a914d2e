import { ByoError } from '../errors.ts'

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
