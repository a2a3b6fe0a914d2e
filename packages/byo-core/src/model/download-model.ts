import { createWriteStream } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { dirname, join, normalize } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { type Extract, extract as extractTar } from 'tar-stream'
import { ByoError, isByoError } from '../errors.ts'
import { parseS3Uri } from '../naming/s3-uri.ts'
import { request } from '../requests/request.ts'
import { ownedBucket } from '../s3/owned-bucket.ts'
import type { Session } from '../session/session.ts'
import { aborted } from '../waiting/aborted.ts'

/**
 * What `downloadModel` takes besides the archive and the folder.
 *
 * @public
 */
export interface DownloadOptions {
  /** Ends the download with an `aborted` error; files written by then stay. */
  readonly signal?: AbortSignal | undefined
}

/**
 * Unpacks a model archive (`model.tar.gz`, as a training job leaves it) from S3 into a folder, which is made
 * when it isn't there. Files there of the same name are replaced.
 *
 * @param modelDataUri - such as `training.modelDataUri`
 * @returns the paths of the files within the folder, in the order of the archive
 * @throws `model-unreadable` for what is no gzipped tar, or has entries that would leave the folder;
 * `request-refused` for an object that isn't there; `aborted`
 * @public
 * @example
 * ```ts
 * import { createSession, downloadModel } from '@byo/core'
 *
 * const session = await createSession()
 * const files = await downloadModel(session, 's3://bucket/job/output/model.tar.gz', 'model')
 * ```
 */
export async function downloadModel(
  session: Session,
  modelDataUri: string,
  folder: string,
  { signal }: DownloadOptions = {},
): Promise<readonly string[]> {
  const { bucket, key } = parseS3Uri(modelDataUri)
  const s3 = await session.clients.s3()
  const object = { ...(await ownedBucket(session, bucket)), Key: key }
  const { Body } = await request('GetObject', signal, (options) => s3.getObject(object, options))
  const extract = extractTar()
  // What breaks the stream shows below, where the entries are read.
  const feeding = pipeline(Body as Readable, createGunzip(), extract).catch(() => undefined)
  try {
    const files: string[] = []
    for await (const entry of extract) {
      const path = await writeEntry(entry, folder, modelDataUri)
      if (path !== undefined) files.push(path)
    }
    return files
  } catch (cause) {
    if (signal?.aborted) throw aborted(signal, `downloading ${modelDataUri}`)
    throw isByoError(cause) || isFileError(cause) ? cause : unreadable(modelDataUri, cause)
  } finally {
    extract.destroy()
    await feeding
  }
}

/** What iterating an archive gives. */
type Entry = Extract extends AsyncIterable<infer E> ? E : never

async function writeEntry(entry: Entry, folder: string, uri: string): Promise<string | undefined> {
  const { name, type } = entry.header
  const path = normalize(name)
  if (path.startsWith('..') || path.startsWith('/')) {
    throw unreadable(uri, undefined, `its entry ${JSON.stringify(name)} would leave the folder`)
  }
  if (type === 'directory') {
    entry.resume()
    return undefined
  }
  if (type !== 'file') {
    throw unreadable(uri, undefined, `its entry ${JSON.stringify(name)} is a ${type}, not a file`)
  }
  await mkdir(dirname(join(folder, path)), { recursive: true })
  await pipeline(entry, createWriteStream(join(folder, path)))
  return path
}

function unreadable(uri: string, cause: unknown, why = 'it is not a whole gzipped tar'): ByoError {
  return new ByoError('model-unreadable', `The model archive ${uri} cannot be unpacked: ${why}.`, {
    cause,
  })
}

/** A full disk or a folder that can't be written says so itself. */
function isFileError(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error && 'path' in error
}
