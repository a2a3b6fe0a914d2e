import { list, type ReadEntry } from 'tar'
import type { PlatformUnderTest } from './with-platform.ts'
import { bucket } from './with-platform.ts'

/** The text of each file of an archive in the bucket, by its path. */
export async function readArchive(
  { objects }: PlatformUnderTest,
  key: string,
): Promise<Readonly<Record<string, string>>> {
  const chunks: Record<string, Buffer[]> = {}
  await list({
    file: objects.get(bucket, key)?.path ?? '',
    onReadEntry(entry: ReadEntry) {
      const own: Buffer[] = []
      chunks[entry.path] = own
      entry.on('data', (chunk: Buffer) => own.push(chunk))
    },
  })
  return Object.fromEntries(
    Object.entries(chunks).map(([path, own]) => [path, Buffer.concat(own).toString()]),
  )
}

/** The text of each object under a prefix, by what follows it. */
export async function readPrefix(
  { objects }: PlatformUnderTest,
  prefix: string,
): Promise<Readonly<Record<string, string>>> {
  const { readFile } = await import('node:fs/promises')
  const entries = objects
    .list(bucket, prefix)
    .map(async ({ key, path }) => [key.slice(prefix.length), await readFile(path, 'utf8')])
  return Object.fromEntries(await Promise.all(entries))
}
