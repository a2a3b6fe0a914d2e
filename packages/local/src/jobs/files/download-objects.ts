import { constants } from 'node:fs'
import { copyFile, mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { JobError } from '../../errors.ts'
import { isDiskFull } from '../../state/disk-full.ts'
import type { ObjectStore, StoredObject } from '../../state/object-store.ts'
import type { S3Location } from '../s3-uri.ts'
import { fileBelow, relativeKey } from './local-path.ts'
import type { ManifestEntry } from './manifest.ts'

/** Objects that are copied at a time. */
const copiesAtOnce = 8

/** Copies every object under a prefix into a folder, at its key's path below the prefix. */
export async function downloadPrefix(
  store: ObjectStore,
  prefix: S3Location,
  folder: string,
  signal: AbortSignal,
): Promise<void> {
  await downloadEntries(store, prefixEntries(store, prefix), folder, signal)
}

/** The objects under a prefix and their paths below it. */
export function prefixEntries(
  store: ObjectStore,
  { bucket, key: prefix }: S3Location,
): readonly ManifestEntry[] {
  return (
    store
      .list(bucket, prefix)
      .map(({ key }) => ({ path: relativeKey(prefix, key), object: { bucket, key } }))
      // A key that ends in a slash is how consoles mark a folder.
      .filter(({ path }) => path !== '' && !path.endsWith('/'))
  )
}

/**
 * Copies objects into a folder.
 *
 * @throws JobError when one is not there or cannot be written, such as for two keys of which one is the other's folder.
 */
export async function downloadEntries(
  store: ObjectStore,
  entries: readonly ManifestEntry[],
  folder: string,
  signal: AbortSignal,
): Promise<void> {
  const rest = entries.values()
  const failed = new AbortController()
  const halt = AbortSignal.any([signal, failed.signal])
  const copyRest = async (): Promise<void> => {
    for (const { path, object } of rest) {
      halt.throwIfAborted()
      await copyEntry(store, object, fileBelow(folder, path))
    }
  }
  const copies = Array.from({ length: copiesAtOnce }, () =>
    copyRest().catch((cause: unknown) => failed.abort(cause)),
  )
  // All have come to an end before the first failure is told: nothing writes to a folder that is given up.
  await Promise.all(copies)
  failed.signal.throwIfAborted()
}

/** Copies the object at a place, also if it is replaced by another meanwhile. */
async function copyEntry(store: ObjectStore, place: S3Location, file: string): Promise<void> {
  const object = requireObject(store, place)
  try {
    await copyObject(object, file)
  } catch (cause) {
    const isReplaced = store.get(place.bucket, place.key)?.path !== object.path
    if (!isReplaced) throw cause
    await copyEntry(store, place, file)
  }
}

/**
 * Copies one object to a file and makes the folders above it.
 *
 * @throws JobError when the file cannot be written.
 */
export async function copyObject(object: StoredObject, file: string): Promise<void> {
  try {
    await mkdir(dirname(file), { recursive: true })
    await copyFile(object.path, file, constants.COPYFILE_FICLONE)
  } catch (cause) {
    throw new JobError(
      'ClientError',
      `Data download failed: s3://${object.bucket}/${object.key} could not be written to ${file} (${reasonOf(cause)}).`,
      { cause },
    )
  }
}

/** The object at a place. @throws JobError when there is none. */
export function requireObject(store: ObjectStore, { bucket, key }: S3Location): StoredObject {
  const object = store.hasBucket(bucket) ? store.get(bucket, key) : undefined
  if (object !== undefined) return object
  throw new JobError(
    'ClientError',
    `Data download failed: there is no object s3://${bucket}/${key}.`,
  )
}

function reasonOf(cause: unknown): string {
  if (isDiskFull(cause)) return 'insufficient disk space'
  return String((cause as NodeJS.ErrnoException).code ?? cause)
}
