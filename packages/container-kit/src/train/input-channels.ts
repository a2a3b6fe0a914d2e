import { type Dirent, readdirSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { type ContainerPaths, channelDir } from '../contract/paths.ts'
import { ContainerError } from '../errors.ts'
import { describeError } from '../lifecycle/describe-error.ts'
import { isObject, readConfig } from './read-config.ts'

/**
 * One input channel of a training job.
 *
 * @public
 */
export interface Channel {
  /** As the job calls it, such as `train`. */
  readonly name: string
  /** `input/data/<name>`, read-only. */
  readonly dir: string
  /**
   * Lists all files in the folder and the folders in it, by full path, in the order of their paths. A channel may be empty, as
   * when fewer objects than hosts are shared out.
   */
  files(): Promise<readonly string[]>
  /** The content type that the job gave, if it gave one. */
  readonly contentType: string | undefined
  /** How the data comes. */
  readonly inputMode: 'File' | 'FastFile'
  /** Whether every host has all of it or a share. */
  readonly distribution: 'FullyReplicated' | 'ShardedByS3Key'
}

/**
 * The channels of a job by name: those that the program declared are there, others may be.
 *
 * @public
 */
export type Channels<Declared extends string> = Readonly<Record<Declared, Channel>> & {
  readonly [name: string]: Channel | undefined
}

/**
 * Returns the channels of a job: those of `inputdataconfig.json` or, without that file, the folders of
 * `input/data`.
 *
 * @throws ContainerError with code `channel` if a declared one is missing or comes in Pipe mode; the message lists
 * those there are.
 */
export function inputChannels<Declared extends string>(
  paths: ContainerPaths,
  declared: readonly Declared[],
): Channels<Declared> {
  const folders = foldersIn(paths.inputDataDir)
  const config =
    readConfig(paths.inputDataConfigFile) ?? Object.fromEntries(folders.map((name) => [name, {}]))
  const names = Object.keys(config)

  for (const name of declared) {
    if (!names.includes(name) || !folders.includes(name)) throw missingChannel(name, names, paths)
  }
  const channels = names.map((name) => [name, channelOf(name, config[name], paths)])
  return Object.fromEntries(channels) as Channels<Declared>
}

function channelOf(name: string, config: unknown, paths: ContainerPaths): Channel {
  const entry = isObject(config) ? config : {}
  const { TrainingInputMode: mode, ContentType: contentType } = entry
  if (mode === 'Pipe') {
    throw new ContainerError(
      'channel',
      `Channel ${JSON.stringify(name)} comes in Pipe mode, which this program cannot read: use File or FastFile.`,
    )
  }
  const dir = channelDir(paths, name)
  return {
    name,
    dir,
    files: () => filesIn(dir, name),
    contentType: typeof contentType === 'string' ? contentType : undefined,
    inputMode: mode === 'FastFile' ? 'FastFile' : 'File',
    distribution:
      entry.S3DistributionType === 'ShardedByS3Key' ? 'ShardedByS3Key' : 'FullyReplicated',
  }
}

function missingChannel(name: string, names: readonly string[], paths: ContainerPaths): Error {
  const there =
    names.length === 0
      ? 'the job has none'
      : `the job has ${names.map((other) => JSON.stringify(other)).join(', ')}`
  const place = names.includes(name) ? ` in ${paths.inputDataDir}` : ''
  return new ContainerError(
    'channel',
    `There is no channel ${JSON.stringify(name)}${place}: ${there}.`,
  )
}

function foldersIn(dir: string): string[] {
  try {
    return readdirSync(dir, { withFileTypes: true })
      .filter((entry) => isFolder(entry))
      .map((entry) => entry.name)
      .sort()
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return []
    throw new ContainerError('channel', `${dir} cannot be read. ${describeError(cause)}`, { cause })
  }
}

/** Local set-ups link channels to where the data lies. */
function isFolder(entry: Dirent): boolean {
  return entry.isDirectory() || entry.isSymbolicLink()
}

async function filesIn(dir: string, name: string): Promise<readonly string[]> {
  try {
    const entries = await readdir(dir, { recursive: true, withFileTypes: true })
    return entries
      .filter((entry) => !entry.isDirectory())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort()
  } catch (cause) {
    throw new ContainerError(
      'channel',
      `Channel ${JSON.stringify(name)} cannot be read. ${describeError(cause)}`,
      { cause },
    )
  }
}
