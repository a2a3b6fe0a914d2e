// Checkpoints as folders that are either whole or not there. Each is written under a hidden name, with a list of
// its files at the end, and renamed when the disk has all of it. The list tells later whether what S3 brought back
// is whole, too.
//
//   checkpoints/checkpoint-<step>              on the only host, or
//   checkpoints/checkpoint-<step>-host-<rank>  where each host has its own
//     checkpoint-files.json                    { "<path>": <bytes>, … }
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { ContainerError } from '../errors.ts'
import { describeError } from '../lifecycle/describe-error.ts'
import type { ClusterFacts } from './cluster.ts'
import { synced } from './sync-to-disk.ts'

/**
 * A checkpoint that is whole.
 *
 * @public
 */
export interface Checkpoint {
  /** The number it was saved under. */
  readonly step: number
  /** The folder with what was saved. */
  readonly dir: string
}

/**
 * Checkpoints of a training job, each of which is whole or not there, whenever the job is interrupted.
 *
 * @public
 */
export interface Checkpoints {
  /**
   * Saves a checkpoint: `write` fills an empty folder, which gets its name once the disk has it. One of the same
   * step is replaced.
   *
   * @param step - A whole number from 0, higher in later checkpoints.
   * @param options - `keep`: of how many checkpoints the oldest are removed once this one is whole; all stay by
   * default.
   * @throws ContainerError with code `folder` where it cannot be written; the others stay as they are.
   */
  save(
    step: number,
    write: (dir: string) => unknown,
    options?: { readonly keep?: number },
  ): Promise<Checkpoint>
  /** The checkpoint of the highest step that is whole, or undefined; others are passed over. */
  newest(): Promise<Checkpoint | undefined>
}

/** The checkpoints in a folder, those of this host. */
export function checkpointsIn(
  folder: string,
  { hosts, rank }: Pick<ClusterFacts, 'hosts' | 'rank'>,
): Checkpoints {
  const suffix = hosts.length > 1 ? `-host-${rank}` : ''
  const nameOf = (step: number): string => `checkpoint-${step}${suffix}`

  /** All steps, the highest first, whole or not. */
  async function steps(): Promise<readonly number[]> {
    const names = await readdir(folder).catch(() => [])
    return names
      .flatMap((name) => {
        const step = Number(/^checkpoint-(\d+)/.exec(name)?.[1] ?? Number.NaN)
        return nameOf(step) === name ? [step] : []
      })
      .sort((a, b) => b - a)
  }

  return {
    async save(step, write, { keep = Number.POSITIVE_INFINITY } = {}) {
      requireWhole('step', step, 0)
      if (keep !== Number.POSITIVE_INFINITY) requireWhole('keep', keep, 1)
      const dir = join(folder, nameOf(step))
      const draft = join(folder, `.${nameOf(step)}`)
      try {
        await rm(draft, { recursive: true, force: true })
        await mkdir(draft, { recursive: true })
        await write(draft)
        await finish(draft)
        await rm(dir, { recursive: true, force: true })
        await rename(draft, dir)
        await synced(folder)
        for (const old of (await steps()).slice(keep)) {
          await rm(join(folder, nameOf(old)), { recursive: true, force: true })
        }
      } catch (cause) {
        await rm(draft, { recursive: true, force: true }).catch(() => {})
        throw cannotSave(dir, cause)
      }
      return { step, dir }
    },
    async newest() {
      for (const step of await steps()) {
        const dir = join(folder, nameOf(step))
        if (await isWhole(dir)) return { step, dir }
      }
      return undefined
    },
  }
}

/** The list of a checkpoint's files, by which it is known to be whole. */
const listName = 'checkpoint-files.json'

/** Waits until the disk has all files, and adds their list. */
async function finish(dir: string): Promise<void> {
  const paths = await filesIn(dir)
  const sizes: [string, number][] = []
  for (const path of paths) {
    await synced(path)
    sizes.push([relative(dir, path), (await stat(path)).size])
  }
  await writeFile(join(dir, listName), JSON.stringify(Object.fromEntries(sizes)))
  await synced(join(dir, listName))
}

/** Whether all listed files are there at their sizes. */
async function isWhole(dir: string): Promise<boolean> {
  try {
    const sizes: unknown = JSON.parse(await readFile(join(dir, listName), 'utf8'))
    for (const [path, size] of Object.entries(sizes as Record<string, unknown>)) {
      if ((await stat(join(dir, path))).size !== size) return false
    }
    return true
  } catch {
    return false
  }
}

async function filesIn(dir: string): Promise<readonly string[]> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
}

function requireWhole(name: string, value: number, least: number): void {
  if (Number.isSafeInteger(value) && value >= least) return
  throw new ContainerError(
    'usage',
    `${name} is ${value}: expected a whole number, at least ${least}.`,
  )
}

function cannotSave(dir: string, cause: unknown): Error {
  // What went wrong in the program's own hands stays as it is.
  if (!(cause instanceof Error) || !('code' in cause) || !('syscall' in cause))
    return cause as Error
  return new ContainerError(
    'folder',
    `The checkpoint ${dir} cannot be saved. ${describeError(cause)}`,
    { cause },
  )
}
