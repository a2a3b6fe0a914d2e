import { createHash } from 'node:crypto'
import { createReadStream, existsSync } from 'node:fs'
import { cp, lstat, mkdir, mkdtemp, readdir, rm, rmdir, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join, relative } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { type ContainerPaths, channelDir, containerPaths } from '../contract/paths.ts'
import { ContainerError } from '../errors.ts'

/** A folder that stands for /opt/ml. */
export interface BaseFolder {
  readonly paths: ContainerPaths
  /** `input`, the parent of `config` and `data`. */
  readonly inputDir: string
  /** Empties the folders of the contract and makes them anew. */
  clear(): Promise<void>
  /** Removes what was made, and nothing else. */
  remove(): Promise<void>
}

/**
 * Makes a folder that stands for /opt/ml, at a path of its own or at one that is given.
 *
 * @throws ContainerError with code `usage` where a folder of the contract is in use there already.
 */
export async function makeBaseFolder(baseDir: string | undefined): Promise<BaseFolder> {
  const existed = baseDir !== undefined && existsSync(baseDir)
  const dir = baseDir ?? (await mkdtemp(join(tmpdir(), 'byo-check-')))
  const paths = containerPaths(dir)
  const inputDir = join(dir, 'input')
  const ours = [inputDir, paths.modelDir, paths.outputDir, paths.checkpointDir]
  // A program may have its own files beside them, as images that keep it in /opt/ml do.
  for (const folder of ours) await refuseUsed(folder)

  const removeOurs = () =>
    Promise.all(ours.map((path) => rm(path, { recursive: true, force: true })))
  return {
    paths,
    inputDir,
    async clear() {
      await removeOurs()
      const made = [paths.inputConfigDir, paths.inputDataDir, paths.outputDataDir]
      for (const path of [...made, paths.modelDir, paths.checkpointDir])
        await mkdir(path, { recursive: true })
    },
    async remove() {
      await removeOurs()
      if (baseDir === undefined) await rm(dir, { recursive: true, force: true })
      else if (!existed) await rmdir(dir).catch(() => {})
    },
  }
}

async function refuseUsed(folder: string): Promise<void> {
  const entries = await readdir(folder).catch(() => [])
  if (entries.length === 0) return
  throw new ContainerError(
    'usage',
    `${folder} is in use: it holds ${JSON.stringify(entries[0])}. Move it away, or give another --base-dir; the checker empties that folder.`,
  )
}

/** Puts a file or a folder's content into a channel. */
export async function fillChannel(
  base: BaseFolder,
  channel: string,
  source: string,
): Promise<void> {
  const dir = channelDir(base.paths, channel)
  const isFolder = (await lstat(source)).isDirectory()
  await mkdir(dir, { recursive: true })
  await cp(source, isFolder ? dir : join(dir, basename(source)), { recursive: true })
}

/** Writes a file of `input/config`: text as it is, all else as JSON. */
export async function writeConfig(path: string, content: unknown): Promise<void> {
  await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content, null, 2))
}

/** Everything in a folder as `path: size and hash`, by which a change is seen. */
export async function contentsOf(dir: string): Promise<ReadonlyMap<string, string>> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true }).catch(() => [])
  const contents = new Map<string, string>()
  for (const entry of entries) {
    const path = join(entry.parentPath, entry.name)
    contents.set(relative(dir, path), entry.isFile() ? await hashOf(path) : 'no file')
  }
  return contents
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash).catch(() => {})
  return hash.digest('hex')
}

/** The first path that is in one of two contents only, or differs. */
export function firstChange(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): string | undefined {
  return [...new Set([...before.keys(), ...after.keys()])].find(
    (path) => before.get(path) !== after.get(path),
  )
}
