import { ContainerError } from '../errors.ts'

/**
 * The end of a program that was to serve in a test, before it did. The message has what the program said of it.
 *
 * @example
 * ```ts
 * import { defineProgram } from '@byo/container-kit'
 * import { StartError, serveInProcess } from '@byo/container-kit/testing'
 *
 * const program = defineProgram({
 *   load: async () => {
 *     throw new Error('There is no model.')
 *   },
 *   predict: () => 1,
 * })
 * const error: unknown = await serveInProcess(program).catch((reason: unknown) => reason)
 * if (error instanceof StartError) console.log(error.exitCode, error.stderr)
 * ```
 * @public
 */
export class StartError extends ContainerError {
  /** The program's own. */
  readonly exitCode: number
  /** Everything that it printed there. */
  readonly stdout: string
  /** Everything that it printed there. */
  readonly stderr: string

  constructor(exitCode: number, stdout: string, stderr: string) {
    const words = stderr.trim().replace(/^error: /, '')
    super(
      'exit',
      `The program ended with exit code ${exitCode} before it could serve: ${words || 'it printed nothing on stderr.'}`,
    )
    this.exitCode = exitCode
    this.stdout = stdout
    this.stderr = stderr
  }

  static {
    Object.defineProperty(StartError.prototype, 'name', { value: 'StartError' })
  }
}
