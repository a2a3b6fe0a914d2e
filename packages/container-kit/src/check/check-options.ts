import { statSync } from 'node:fs'
import { extname, resolve } from 'node:path'
import { limits } from '../contract/limits.ts'
import { ContainerError } from '../errors.ts'

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

/** The options with all defaults. */
export interface ResolvedCheckOptions {
  readonly target:
    | { readonly kind: 'program'; readonly command: readonly [string, ...string[]] }
    | { readonly kind: 'image'; readonly image: string; readonly docker: string }
  readonly channels: Readonly<Record<string, string>>
  readonly hyperparameters: Readonly<Record<string, string>>
  readonly environment: Readonly<Record<string, string>>
  readonly payload: { readonly file: string; readonly contentType: string } | undefined
  readonly accept: string | undefined
  readonly model: string | undefined
  readonly trains: boolean
  readonly serves: boolean
  readonly baseDir: string | undefined
  readonly timeoutMs: number
  readonly port: number | undefined
}

/**
 * Checks the options and fills in defaults.
 *
 * @throws ContainerError with code `usage` that names the option and what would do.
 */
export function resolveCheckOptions(options: CheckOptions): ResolvedCheckOptions {
  const { channels = {}, hyperparameters = {}, model, only, timeout = 300, port } = options
  for (const [name, path] of Object.entries(channels)) {
    if (!/^[\w.-]{1,64}$/.test(name) || name.startsWith('.')) {
      refuse(
        `A channel cannot be called ${JSON.stringify(name)}: use letters, digits, ".", "-", "_".`,
      )
    }
    requireKind(`The channel ${name}`, path, 'any')
  }
  for (const [name, value] of Object.entries(hyperparameters)) {
    if (value.length > limits.hyperparameterValueChars)
      refuse(
        `The hyperparameter ${name} has ${value.length} characters: SageMaker takes ${limits.hyperparameterValueChars}.`,
      )
  }
  if (model !== undefined) requireKind('The model', model, 'folder')
  if (model !== undefined && only === 'train')
    refuse('A model is for serving: leave out --model, or --only train.')
  if (!(timeout > 0)) refuse(`The timeout is ${timeout}: expected seconds, more than 0.`)
  if (port !== undefined && !(Number.isInteger(port) && port >= 1 && port <= 65_535))
    refuse(`The port is ${port}: expected a number from 1 to 65535.`)
  return {
    target: resolveTarget(options),
    channels: mapValues(channels, (path) => resolve(path)),
    hyperparameters,
    environment: options.environment ?? {},
    payload: resolvePayload(options),
    accept: options.accept,
    model: model === undefined ? undefined : resolve(model),
    trains: only !== 'serve' && model === undefined,
    serves: only !== 'train',
    baseDir: options.baseDir === undefined ? undefined : resolve(options.baseDir),
    timeoutMs: timeout * 1000,
    port,
  }
}

function resolveTarget(options: CheckOptions): ResolvedCheckOptions['target'] {
  const { command = [], image, docker = 'docker', baseDir } = options
  const [file, ...words] = command
  if (image === undefined) {
    if (!file) return refuse('There is nothing to check: give a program after --, or --image.')
    return { kind: 'program', command: [file, ...words] }
  }
  if (file !== undefined) return refuse('Give either a program or an image, not both.')
  if (baseDir !== undefined) {
    return refuse('In an image the folder is /opt/ml always: leave out --base-dir.')
  }
  return { kind: 'image', image, docker }
}

function resolvePayload({ payload, contentType }: CheckOptions): ResolvedCheckOptions['payload'] {
  if (payload === undefined) return undefined
  requireKind('The payload', payload, 'file')
  const guessed = contentTypes.get(extname(payload).toLowerCase())
  if (contentType === undefined && guessed === undefined)
    return refuse(`The Content-Type of ${payload} is not known by its name: give --content-type.`)
  return { file: resolve(payload), contentType: contentType ?? guessed ?? '' }
}

function requireKind(what: string, path: string, kind: 'file' | 'folder' | 'any'): void {
  const stats = statSync(path, { throwIfNoEntry: false })
  if (stats === undefined) refuse(`${what} is ${path}, which is not there.`)
  else if (kind === 'folder' && !stats.isDirectory())
    refuse(`${what} is ${path}, which is no folder: unpack it first.`)
  else if (kind === 'file' && !stats.isFile()) refuse(`${what} is ${path}, which is no file.`)
}

function mapValues(
  values: Readonly<Record<string, string>>,
  change: (value: string) => string,
): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, change(value)]))
}

function refuse(message: string): never {
  throw new ContainerError('usage', message)
}

const contentTypes: ReadonlyMap<string, string> = new Map([
  ['.csv', 'text/csv'],
  ['.json', 'application/json'],
  ['.jsonl', 'application/jsonlines'],
  ['.txt', 'text/plain'],
  ['.npy', 'application/x-npy'],
  ['.npz', 'application/x-npz'],
  ['.parquet', 'application/x-parquet'],
  ['.png', 'image/png'],
  ['.jpg', 'image/jpeg'],
  ['.jpeg', 'image/jpeg'],
  ['.bin', 'application/octet-stream'],
])
