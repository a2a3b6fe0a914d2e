import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import { PassThrough, type Readable } from 'node:stream'
import { create } from 'tar'
import { JobError } from '../../errors.ts'
import { isDiskFull } from '../../state/disk-full.ts'
import type { ObjectAttributes, ObjectStore } from '../../state/object-store.ts'
import { below, formatS3Uri, type S3Location } from '../s3-uri.ts'
import { keyOfFile, listFiles } from './list-files.ts'

/** Stores a folder as a `tar.gz` whose root is the folder, links followed. It is never held in memory as a whole. */
export async function uploadArchive(
  store: ObjectStore,
  folder: string,
  target: S3Location,
): Promise<void> {
  const files = await listFiles(folder)
  const names = files.map((file) => (file.startsWith('@') ? `./${file}` : file))
  const archive =
    names.length > 0
      ? create({ cwd: folder, gzip: true, follow: true, portable: true }, names)
      : // Readers take an archive without any entry for a broken one.
        create({ cwd: folder, gzip: true, portable: true, noDirRecurse: true }, ['.'])
  const body = new PassThrough()
  const ended = new Promise<void>((resolve) => {
    archive.on('end', resolve).on('error', (cause) => {
      body.destroy(cause as Error)
      resolve()
    })
  })
  archive.pipe(body)
  try {
    await upload(store, target, body, { contentType: 'application/x-gzip' })
  } catch (cause) {
    // It comes to its end for nobody: only then does it close the file that it reads.
    archive.unpipe(body)
    archive.resume()
    await ended
    throw cause
  }
}

/** Stores each file of a folder as an object below a prefix: all of them or, when one fails, none. */
export async function uploadFiles(
  store: ObjectStore,
  folder: string,
  target: S3Location,
): Promise<void> {
  const stored: S3Location[] = []
  try {
    for (const file of await listFiles(folder)) {
      const place = below(target, keyOfFile(file))
      await upload(store, place, createReadStream(join(folder, file)))
      stored.push(place)
    }
  } catch (cause) {
    for (const { bucket, key } of stored) store.delete(bucket, key)
    throw cause
  }
}

/**
 * Stores one object, all of it or nothing.
 *
 * @throws JobError when it cannot be stored.
 */
export async function upload(
  store: ObjectStore,
  place: S3Location,
  body: Readable,
  attributes?: ObjectAttributes,
): Promise<void> {
  try {
    await store.put(place.bucket, place.key, body, attributes)
  } catch (cause) {
    const reason = isDiskFull(cause) ? 'insufficient disk space' : String(cause)
    throw new JobError(
      'ClientError',
      `Artifact upload failed: ${formatS3Uri(place)} could not be stored (${reason}).`,
      { cause },
    )
  }
}
