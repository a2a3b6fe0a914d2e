import { cp, mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import type { ResourceConfigFile } from '../contract/config-files.ts'
import { type ContainerPaths, channelDir, containerPaths } from '../contract/paths.ts'

/**
 * What a folder holds: texts or bytes by their path in it, or the path of a file or folder to copy.
 *
 * @public
 */
export type FolderContent = string | Readonly<Record<string, string | Uint8Array>>

/**
 * What a job finds below `/opt/ml`.
 *
 * @public
 */
export interface BaseDirContent {
  /**
   * Hyperparameters by name: text as it is sent, anything else as its JSON text.
   *
   * @defaultValue no `hyperparameters.json`
   */
  readonly hyperparameters?: Readonly<Record<string, unknown>>
  /**
   * Input channels by name, in File mode.
   *
   * @defaultValue no `inputdataconfig.json`
   */
  readonly channels?: Readonly<Record<string, FolderContent>>
  /**
   * The model, for a program that serves.
   *
   * @defaultValue none
   */
  readonly model?: FolderContent
  /**
   * The hosts of the job.
   *
   * @defaultValue no `resourceconfig.json`; in `trainInProcess` that of one host, `algo-1`
   */
  readonly resourceConfig?: ResourceConfigFile
}

/**
 * A folder in place of `/opt/ml`.
 *
 * @public
 */
export interface BaseDir extends AsyncDisposable {
  /** Where everything is. */
  readonly paths: ContainerPaths
  /** Removes the folder with all it holds. */
  remove(): Promise<void>
}

/**
 * Lays out a folder in place of `/opt/ml`, among the system's temporary files.
 *
 * @param content - What a job finds there.
 * @throws whatever the file system throws where a file cannot be copied or written.
 * @example
 * ```ts
 * import { createBaseDir } from '@byo/container-kit/testing'
 *
 * await using baseDir = await createBaseDir({
 *   hyperparameters: { degree: 2 },
 *   channels: { train: { 'iris.csv': 'a,b\n1,2\n' } },
 * })
 * console.log(baseDir.paths.hyperparametersFile)
 * ```
 * @public
 */
export async function createBaseDir(content: BaseDirContent = {}): Promise<BaseDir> {
  const paths = containerPaths(await mkdtemp(join(tmpdir(), 'container-kit-')))
  const remove = (): Promise<void> => rm(paths.baseDir, { recursive: true, force: true })
  try {
    await layOut(paths, content)
  } catch (error) {
    await remove()
    throw error
  }
  return { paths, remove, [Symbol.asyncDispose]: remove }
}

async function layOut(paths: ContainerPaths, content: BaseDirContent): Promise<void> {
  const { hyperparameters, channels, model, resourceConfig } = content
  if (hyperparameters !== undefined) {
    await writeJson(paths.hyperparametersFile, mapValues(hyperparameters, asText))
  }
  if (channels !== undefined) {
    await writeJson(
      paths.inputDataConfigFile,
      mapValues(channels, () => ({ TrainingInputMode: 'File' })),
    )
    for (const [name, folder] of Object.entries(channels)) {
      await fill(channelDir(paths, name), folder)
    }
  }
  if (resourceConfig !== undefined) await writeJson(paths.resourceConfigFile, resourceConfig)
  if (model !== undefined) await fill(paths.modelDir, model)
}

/** Puts into a folder what it is to hold. */
async function fill(dir: string, content: FolderContent): Promise<void> {
  await mkdir(dir, { recursive: true })
  if (typeof content === 'string') {
    const isFolder = (await stat(content)).isDirectory()
    await cp(content, isFolder ? dir : join(dir, basename(content)), { recursive: true })
    return
  }
  for (const [path, bytes] of Object.entries(content)) {
    await mkdir(dirname(join(dir, path)), { recursive: true })
    await writeFile(join(dir, path), bytes)
  }
}

async function writeJson(path: string, value: unknown): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, JSON.stringify(value))
}

/** As AWS's senders write a hyperparameter. */
function asText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function mapValues<From, To>(
  object: Readonly<Record<string, From>>,
  change: (value: From) => To,
): Record<string, To> {
  return Object.fromEntries(Object.entries(object).map(([name, value]) => [name, change(value)]))
}
