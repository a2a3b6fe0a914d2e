import { createReadStream, existsSync } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { Readable } from 'node:stream'
import { create } from 'tar'
import type { ObjectStore } from '../../state/object-store.ts'
import { below, type S3Location } from '../s3-uri.ts'

/** Stores a folder as a `tar.gz` whose root is the folder, links followed. */
export async function uploadArchive(
  store: ObjectStore,
  folder: string,
  { bucket, key }: S3Location,
): Promise<void> {
  const files = await listFiles(folder)
  const names = files.map((file) => (file.startsWith('@') ? `./${file}` : file))
  const archive =
    names.length > 0
      ? create({ cwd: folder, gzip: true, follow: true, portable: true }, names)
      : // Readers take an archive without any entry for a broken one.
        create({ cwd: folder, gzip: true, portable: true, noDirRecurse: true }, ['.'])
  await store.put(bucket, key, Readable.from(archive), { contentType: 'application/x-gzip' })
}

/** Stores each file of a folder as an object below a prefix. */
export async function uploadFiles(
  store: ObjectStore,
  folder: string,
  target: S3Location,
): Promise<void> {
  for (const file of await listFiles(folder)) {
    const { bucket, key } = below(target, file.split(sep).join('/'))
    await store.put(bucket, key, createReadStream(join(folder, file)))
  }
}

/** Whether a folder is there and holds at least one file. */
export async function hasFiles(folder: string): Promise<boolean> {
  return (await listFiles(folder)).length > 0
}

/** The files below a folder, sorted, by their paths from it; links count as what they lead to. */
async function listFiles(folder: string): Promise<readonly string[]> {
  if (!existsSync(folder)) return []
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files: string[] = []
  for (const entry of entries) {
    const path = join(entry.parentPath, entry.name)
    if (entry.isFile() || (entry.isSymbolicLink() && (await leadsToFile(path)))) {
      files.push(relative(folder, path))
    }
  }
  return files.sort()
}

/** A link that leads nowhere is left out, as is one to a folder. */
async function leadsToFile(path: string): Promise<boolean> {
  const target = await stat(path).catch(() => undefined)
  return target?.isFile() ?? false
}
