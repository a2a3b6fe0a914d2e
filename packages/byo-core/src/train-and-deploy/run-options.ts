import type { Session, SessionOptions } from '../session/session.ts'
import type { StepEvent } from './events.ts'

/**
 * What `trainAndDeploy`, `deployModel` and `transform` all take, besides what they do.
 *
 * @public
 */
export interface RunOptions extends SessionOptions {
  /** What the names of all that's made begin with. @defaultValue `byo` */
  readonly name?: string | undefined
  /**
   * AWS tags, value by key, of all that's made in SageMaker and of a repository that is made; at most 48, beside
   * `byo:run`, the run's name, and `byo:created-by`, `@byo/core`.
   *
   * @defaultValue none
   */
  readonly tags?: Readonly<Record<string, string>> | undefined
  /** An own session, instead of region, role, clientConfig, baseImage and bucket. */
  readonly session?: Session | undefined
  /** Told of every step; `consoleProgress()` shows them. */
  readonly onEvent?: ((event: StepEvent) => void) | undefined
  /** Ends all at once; what was made by then is removed. */
  readonly signal?: AbortSignal | undefined
  /**
   * Leaves everything as it is after a failure and after an `await using` block; `delete()` and
   * `cleanUp()` work all the same.
   *
   * @defaultValue false
   */
  readonly keep?: boolean | undefined
}
