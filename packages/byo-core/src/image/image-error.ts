import { ByoError } from '../errors.ts'

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
