import { open, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Waits until the disk has a file, or the names in a folder. */
export async function synced(path: string): Promise<void> {
  const file = await open(path, 'r')
  try {
    await file.sync()
  } finally {
    await file.close()
  }
}

/** Waits until the disk has all of a folder: its files, the folders in it, and their names. */
export async function syncedFolder(dir: string): Promise<void> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true })
  for (const entry of entries) {
    // Links may lead anywhere, and other things cannot be opened without waiting.
    if (entry.isFile() || entry.isDirectory()) await synced(join(entry.parentPath, entry.name))
  }
  await synced(dir)
}

/** Fails where a folder's disk is full: what was written before may have been cut off unseen. */
export async function requireFreeSpace(dir: string): Promise<void> {
  const probe = join(dir, '.free-space')
  try {
    await writeFile(probe, new Uint8Array(probeBytes))
    await synced(probe)
  } finally {
    await rm(probe, { force: true })
  }
}

/** A block of most file systems. */
const probeBytes = 4096
