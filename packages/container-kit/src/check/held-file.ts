// A data file that is a FIFO: a program that has opened it is in the midst of its training, and waits there until
// the data come. Nothing else tells from outside, whatever the language and the speed of the machine.
import { execFile } from 'node:child_process'
import { constants } from 'node:fs'
import {
  copyFile,
  type FileHandle,
  mkdir,
  open,
  readdir,
  readFile,
  rm,
  symlink,
} from 'node:fs/promises'
import { basename, dirname, join, relative } from 'node:path'
import { promisify } from 'node:util'
import { channelDir } from '../contract/paths.ts'
import type { Bench } from './bench.ts'
import { pause } from './time.ts'

/** A file that is held back. */
export interface HeldFile {
  /** True once somebody has opened it to read. */
  isOpened(): Promise<boolean>
  /** Gives the data to that reader, and to all who open the file from now on. */
  release(): Promise<void>
}

/** Puts a FIFO in the place of the first data file of the layout; undefined where there is none, or no FIFOs. */
export async function holdFirstFile(bench: Bench): Promise<HeldFile | undefined> {
  const file = await firstDataFile(bench)
  if (file === undefined) return undefined
  const folder = join(bench.base.inputDir, 'held')
  const fifo = join(folder, basename(file))
  const copy = join(folder, 'data')
  try {
    await mkdir(folder)
    await promisify(execFile)('mkfifo', [fifo])
  } catch {
    return undefined
  }
  await copyFile(file, copy)
  await rm(file)
  // A link, because programs that pass over what is no plain file often follow links.
  await symlink(relative(dirname(file), fifo), file)
  let writer: FileHandle | undefined
  return {
    async isOpened() {
      // Opening to write without waiting succeeds only while there is a reader.
      const flags = constants.O_WRONLY | constants.O_NONBLOCK
      writer ??= await open(fifo, flags).catch(() => undefined)
      return writer !== undefined
    },
    async release() {
      await rm(file, { force: true })
      await copyFile(copy, file)
      if (writer === undefined) return
      await feed(writer, await readFile(copy), bench.signal).finally(() => writer?.close())
    },
  }
}

async function firstDataFile({ base, options }: Bench): Promise<string | undefined> {
  for (const name of Object.keys(options.channels)) {
    const dir = channelDir(base.paths, name)
    const entries = await readdir(dir, { recursive: true, withFileTypes: true })
    const [first] = entries
      .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
      .map((entry) => join(entry.parentPath, entry.name))
      .sort()
    if (first !== undefined) return first
  }
  return undefined
}

/** Writes as the reader takes it in, and stops where the reader is gone. */
async function feed(writer: FileHandle, data: Uint8Array, signal: AbortSignal): Promise<void> {
  let sent = 0
  while (sent < data.length) {
    try {
      sent += (await writer.write(data, sent)).bytesWritten
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') return
      await pause(5, signal)
    }
  }
}
