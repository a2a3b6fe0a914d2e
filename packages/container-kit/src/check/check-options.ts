/**
 * What to check, and with what.
 *
 * @public
 */
export interface CheckOptions {
  /** The program with its first words, such as `['node', 'dist/container.mjs']`; `train` or `serve` is added. Either this or `image`. */
  readonly command?: readonly string[]
  /** An image that the engine on this machine has, or can pull. */
  readonly image?: string
  /**
   * The command that runs images.
   *
   * @defaultValue 'docker'
   */
  readonly docker?: string
  /**
   * A file or folder for each input channel, by the channel's name.
   *
   * @defaultValue none
   */
  readonly channels?: Readonly<Record<string, string>>
  /**
   * Hyperparameters as text by name, as the platform gives them.
   *
   * @defaultValue none
   */
  readonly hyperparameters?: Readonly<Record<string, string>>
  /**
   * Environment variables for every start, as a job's or model's `Environment`.
   *
   * @defaultValue none
   */
  readonly environment?: Readonly<Record<string, string>>
  /**
   * A file to post to /invocations. Without one, what needs a good request is skipped.
   *
   * @defaultValue none
   */
  readonly payload?: string
  /**
   * Content-Type of the payload.
   *
   * @defaultValue as the file's name says
   */
  readonly contentType?: string
  /**
   * Accept header of invocations.
   *
   * @defaultValue none is sent
   */
  readonly accept?: string
  /**
   * A folder with a model to serve; training is not checked then.
   *
   * @defaultValue what training leaves
   */
  readonly model?: string
  /**
   * Only this half of the contract.
   *
   * @defaultValue both
   */
  readonly only?: 'train' | 'serve'
  /**
   * The folder to lay out in place of /opt/ml, for programs that do not read SAGEMAKER_BASE_DIR. Its folders
   * `input`, `model`, `output` and `checkpoints` have to be free, and are removed at the end.
   *
   * @defaultValue a temporary one
   */
  readonly baseDir?: string
  /**
   * Seconds that one training, or one start of the server, may take.
   *
   * @defaultValue 300
   */
  readonly timeout?: number
  /**
   * The port of this machine to serve on.
   *
   * @defaultValue a free one
   */
  readonly port?: number
  /** Called before each check with what it tries. */
  readonly onProgress?: (title: string) => void
  /** Ends the check early; whatever was started or made is removed first. */
  readonly signal?: AbortSignal
}
