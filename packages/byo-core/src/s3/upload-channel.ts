import { createReadStream } from 'node:fs'
import { concurrently } from '../concurrently.ts'
import { ByoError } from '../errors.ts'
import { formatS3Uri, joinKey } from '../naming/s3-uri.ts'
import { request } from '../requests/request.ts'
import type { Session } from '../session/session.ts'
import { throwIfAborted } from '../waiting/aborted.ts'
import { abortableClient } from './abortable-client.ts'
import { findChannelSource, type SourceFile, unreadable } from './channel-source.ts'

/**
 * Data that a training job can read.
 *
 * @public
 */
export interface Channel {
  /** An `s3://` prefix. */
  readonly uri: string
  /** How many files were uploaded; 0 when the data was in S3 already. */
  readonly files: number
  /** How many bytes were uploaded. */
  readonly bytes: number
}

/**
 * What `uploadChannel` takes besides the data.
 *
 * @public
 */
export interface UploadOptions {
  /** Where in the session's bucket, such as `iris/train`. */
  readonly prefix: string
  /** Ends the upload with an `aborted` error; files that have arrived by then stay. */
  readonly signal?: AbortSignal | undefined
}

/** Enough to hide the way to S3 and back for small files. */
const filesAtOnce = 4

/**
 * Sends a file, or all files below a folder, to the session's bucket; large ones in parts. An `s3://`
 * address is passed through. What lies under the prefix already stays, and belongs to the channel.
 *
 * @throws `data-not-found` when there is no such path or no file in it
 * @public
 * @example
 * ```ts
 * import { createSession, uploadChannel } from '@byo/core'
 *
 * const session = await createSession()
 * const { uri } = await uploadChannel(session, 'data/iris.csv', { prefix: 'iris/train' })
 * ```
 */
export async function uploadChannel(
  session: Session,
  path: string,
  options: UploadOptions,
): Promise<Channel> {
  throwIfAborted(options.signal, `uploading ${path}`)
  const source = await findChannelSource(path)
  if (source.kind === 's3') return { uri: source.uri, files: 0, bytes: 0 }
  const prefix = joinKey(options.prefix)
  if (prefix === '') {
    throw new ByoError('invalid-option', 'The prefix of an upload must not be empty.')
  }

  const bucket = await session.bucket()
  await concurrently(filesAtOnce, source.files, (file) =>
    uploadFile(session, file, { bucket, key: `${prefix}/${file.name}`, signal: options.signal }),
  )
  return {
    uri: formatS3Uri({ bucket, key: `${prefix}/` }),
    files: source.files.length,
    bytes: source.files.reduce((sum, file) => sum + file.size, 0),
  }
}

/** Sends one file; an abort also drops the parts that have arrived. */
async function uploadFile(
  session: Session,
  file: SourceFile,
  target: { bucket: string; key: string; signal: AbortSignal | undefined },
): Promise<void> {
  const client = await session.clients.s3()
  const { Upload } = await import('@aws-sdk/lib-storage')
  await request('PutObject', target.signal, async () => {
    const body = createReadStream(file.path)
    let readError: NodeJS.ErrnoException | undefined
    body.once('error', (error) => {
      readError = error
    })
    const upload = new Upload({
      client: abortableClient(client, target.signal, session.runtime),
      params: { Bucket: target.bucket, Key: target.key, Body: body },
    })
    try {
      await upload.done()
    } catch (error) {
      throw readError ? unreadable(file.path, readError) : error
    } finally {
      body.destroy()
    }
  })
}
