import { statSync } from 'node:fs'
import { extname, resolve } from 'node:path'
import { limits } from '../contract/limits.ts'
import { ContainerError } from '../errors.ts'

import type { CheckOptions } from './check-options.ts'

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
