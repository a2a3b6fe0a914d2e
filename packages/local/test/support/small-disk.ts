import { execFileSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const megabyte = 1024 ** 2

/** A disk of 24 MB of its own, to be filled to its last page. */
export interface SmallDisk {
  readonly folder: string
  fill(): void
  /** Takes away what it was filled with. */
  empty(): void
  unmount(): void
}

/** Mounts a small disk, which only root may do on Linux; says so and gives undefined where it may not be. */
export function mountSmallDisk(): SmallDisk | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'byo-small-disk-'))
  try {
    const words = ['-t', 'tmpfs', '-o', 'size=24m', 'tmpfs', folder]
    execFileSync('mount', words, { stdio: 'pipe' })
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    process.stderr.write(`Skipped: a full disk needs root, who may mount a small one. ${why}\n`)
    rmSync(folder, { recursive: true })
    return undefined
  }
  const filler = join(folder, 'filler')
  return {
    folder,
    fill() {
      const file = openSync(filler, 'a')
      for (const size of [megabyte, 4096]) writeUntilFull(file, Buffer.alloc(size, 'filler'))
      closeSync(file)
    },
    empty: () => rmSync(filler, { force: true }),
    unmount() {
      execFileSync('umount', [folder])
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function writeUntilFull(file: number, bytes: Buffer): void {
  try {
    for (;;) writeSync(file, bytes)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
  }
}
