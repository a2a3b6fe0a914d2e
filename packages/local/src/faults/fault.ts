/**
 * Something that goes wrong because it was ordered: with a request, or with a job or an endpoint.
 *
 * @example
 * ```ts
 * import { type Fault, startLocalSageMaker } from '@byo/local'
 *
 * const faults: Fault[] = [
 *   { operation: 'CreateTrainingJob', error: 'throttle', times: 2 },
 *   { operation: 'PutObject', loseResponse: true },
 *   { job: 'training', name: 'iris-*', capacity: true },
 * ]
 * await using sagemaker = await startLocalSageMaker({ faults })
 * const lost = sagemaker.faults.add({ operation: 'CreateEndpoint', loseResponse: true })
 * // … and when the program under test has been through it:
 * console.log(lost.taken)
 * ```
 *
 * @public
 */
export type Fault = RequestFault | JobFault

/**
 * How often a fault happens.
 *
 * @public
 */
export interface FaultFrequency {
  /**
   * To how many requests, jobs or endpoints it happens; `Infinity` for all.
   *
   * @defaultValue 1
   */
  readonly times?: number
  /**
   * How likely it happens where it could, from 0 to 1. Drawn from a generator that always begins at `faultSeed`.
   *
   * @defaultValue 1
   */
  readonly probability?: number
}

/**
 * What goes wrong with requests: one of `error`, `loseResponse` and `dropRequest`, or none; a delay, or none.
 *
 * @public
 */
export interface RequestFault extends FaultFrequency {
  /**
   * AWS's name of the operation, such as `CreateTrainingJob`, `PutObject` or `InvokeEndpoint`; the registry's are
   * method and path, as in `PUT /v2/iris/manifests/v1`. With a `*` at its end, all that begin so.
   */
  readonly operation: string
  /**
   * The error to answer with; nothing is done. `throttle` is what the service says to too many requests, `quota`
   * what SageMaker says at the end of an account's quota, `fail` a failure of the service itself.
   */
  readonly error?: 'throttle' | 'quota' | 'fail' | FaultError
  /** Whether the connection is reset in place of an answer, when everything is done. */
  readonly loseResponse?: boolean
  /** Whether the connection is reset before anything is done. */
  readonly dropRequest?: boolean
  /** How long the request waits before it is taken up, in milliseconds; nothing is done if the client goes away. */
  readonly delayMilliseconds?: number
}

/**
 * An error as an AWS service answers it.
 *
 * @public
 */
export interface FaultError {
  /** AWS's code, such as `ValidationException`. */
  readonly code: string
  /**
   * What it says.
   *
   * @defaultValue a sentence that says that it was ordered
   */
  readonly message?: string
  /**
   * The HTTP status, from 400 to 599.
   *
   * @defaultValue 400
   */
  readonly statusCode?: number
}

/**
 * What goes wrong with training jobs, transform jobs or endpoints: one of `failureReason`, `capacity` and
 * `interruptAfterMilliseconds`, or none; a delay, or none.
 *
 * @public
 */
export interface JobFault extends FaultFrequency {
  readonly job: JobKind
  /**
   * Its name; with a `*` at its end, all that begin so.
   *
   * @defaultValue `*`
   */
  readonly name?: string
  /** Makes it fail for this reason, before any program runs. */
  readonly failureReason?: string
  /** Whether it fails because AWS has no machine of that type to spare. */
  readonly capacity?: boolean
  /** How much longer it takes to start, in milliseconds. */
  readonly delayMilliseconds?: number
  /** When a training job that runs is interrupted, in milliseconds from its start, as Spot takes its machine back. */
  readonly interruptAfterMilliseconds?: number
}

/**
 * What a job fault happens to.
 *
 * @public
 */
export type JobKind = 'training' | 'transform' | 'endpoint'
