import { constants } from 'node:fs'
import { copyFile, mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { JobError } from '../../errors.ts'
import type { ObjectStore, StoredObject } from '../../state/object-store.ts'
import type { S3Location } from '../s3-uri.ts'
import { fileBelow, relativeKey } from './local-path.ts'

/** Copies every object under a prefix into a folder, at its key's path below the prefix. */
export async function downloadPrefix(
  store: ObjectStore,
  { bucket, key: prefix }: S3Location,
  folder: string,
  signal: AbortSignal,
): Promise<void> {
  for (const object of store.list(bucket, prefix)) {
    signal.throwIfAborted()
    const path = relativeKey(prefix, object.key)
    // A key that ends in a slash is how consoles mark a folder.
    if (path === '' || path.endsWith('/')) continue
    await copyObject(object, fileBelow(folder, path))
  }
}

/**
 * Copies one object to a file and makes the folders above it.
 *
 * @throws JobError when the file cannot be written, such as for two keys of which one is the other's folder.
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

function reasonOf(cause: unknown): string {
  return String((cause as NodeJS.ErrnoException).code ?? cause)
}
