import { type Dirent, readdirSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { type ContainerPaths, channelDir } from '../contract/paths.ts'
import { ContainerError } from '../errors.ts'
import { describeError } from '../lifecycle/describe-error.ts'
import { type ChannelFacts, channelFacts } from './channel-facts.ts'
import {
  type ChannelStream,
  type ChannelStreams,
  channelStream,
  type StreamSettings,
} from './channel-stream.ts'
import { isObject, readConfig } from './read-config.ts'

/**
 * One input channel of a training job that is a folder.
 *
 * @public
 */
export interface Channel extends ChannelFacts {
  readonly inputMode: 'File' | 'FastFile'
  /** `input/data/<name>`, read-only. */
  readonly dir: string
  /**
   * Lists all files in the folder and the folders in it, by full path, in the order of their paths. A channel may be empty, as
   * when fewer objects than hosts are shared out.
   */
  files(): Promise<readonly string[]>
}

/**
 * The channels of a job by name: those that the program declared are there, others may be.
 *
 * @public
 */
export type Channels<Declared extends string> = Readonly<Record<Declared, Channel>> & {
  readonly [name: string]: Channel | undefined
}

/** The names of channels that a program cannot do without, and how it reads them. */
export interface DeclaredChannels<Declared extends string, Streamed extends string> {
  readonly channels: readonly Declared[]
  readonly streams: readonly Streamed[]
}

/**
 * Returns the channels of a job: those of `inputdataconfig.json` or, without that file, the folders of
 * `input/data`. Those that the program reads as streams are apart; others in Pipe mode are left where they are.
 *
 * @throws ContainerError with code `channel` if a declared one is missing, or comes in Pipe mode where a folder is
 * wanted; the message lists those there are.
 */
export function inputChannels<Declared extends string, Streamed extends string>(
  declared: DeclaredChannels<Declared, Streamed>,
  settings: StreamSettings,
): { readonly channels: Channels<Declared>; readonly streams: ChannelStreams<Streamed> } {
  const { paths } = settings
  const folders = foldersIn(paths.inputDataDir)
  const config = channelConfigs(paths, folders)
  const names = Object.keys(config)
  const isStreamed = (name: string): boolean => declared.streams.some((each) => each === name)

  for (const name of [...declared.channels, ...declared.streams]) {
    const isThere = names.includes(name) && (folders.includes(name) || isPipe(config[name]))
    if (!isThere) throw missingChannel(name, names, paths)
  }
  for (const name of declared.channels) if (isPipe(config[name])) throw notAFolder(name)
  const channels: [string, Channel][] = []
  const streams: [string, ChannelStream][] = []
  for (const name of names) {
    const { inputMode, ...facts } = channelFacts(name, config[name])
    const dir = channelDir(paths, name)
    const files = () => filesIn(dir, name)
    if (isStreamed(name)) {
      streams.push([name, channelStream({ inputMode, ...facts }, files, settings)])
    } else if (inputMode !== 'Pipe') {
      channels.push([name, { ...facts, inputMode, dir, files }])
    }
  }
  return {
    channels: Object.fromEntries(channels) as Channels<Declared>,
    streams: Object.fromEntries(streams) as ChannelStreams<Streamed>,
  }
}

/** The names of all channels of a job. */
export function channelNames(paths: ContainerPaths): readonly string[] {
  return Object.keys(channelConfigs(paths, foldersIn(paths.inputDataDir)))
}

/** What the platform says of each channel; nothing where it only made folders. */
function channelConfigs(
  paths: ContainerPaths,
  folders: readonly string[],
): Readonly<Record<string, unknown>> {
  return (
    readConfig(paths.inputDataConfigFile) ?? Object.fromEntries(folders.map((name) => [name, {}]))
  )
}

function isPipe(config: unknown): boolean {
  return isObject(config) && config.TrainingInputMode === 'Pipe'
}

function notAFolder(name: string): ContainerError {
  return new ContainerError(
    'channel',
    `Channel ${JSON.stringify(name)} comes in Pipe mode, but the program wants a folder: use File or FastFile, or let the program name it among its streams.`,
  )
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
