import { concurrently } from '../concurrently.ts'
import { ByoError } from '../errors.ts'
import { formatS3Uri, joinKey } from '../naming/s3-uri.ts'
import type { Session } from '../session/session.ts'
import { throwIfAborted } from '../waiting/aborted.ts'
import type { ChannelData } from './channel-data.ts'
import { type ChannelSource, findChannelSource, sizeOf } from './channel-source.ts'
import { isUploaded } from './is-uploaded.ts'
import { ownedBucket } from './owned-bucket.ts'
import { uploadFile } from './upload-file.ts'

/**
 * Data that a training job can read.
 *
 * @public
 */
export interface Channel {
  /** An `s3://` prefix. */
  readonly uri: string
  /** How many files were found to be sent; 0 when the data were in S3 already. */
  readonly files: number
  /** How many of them were sent. */
  readonly uploaded: number
  /** How many of them S3 had already, with the same size and SHA-256. */
  readonly skipped: number
  /** How many bytes were sent. */
  readonly bytes: number
}

/**
 * How far an upload is.
 *
 * @public
 */
export interface UploadProgress {
  /** Bytes that have arrived; those that S3 had already count too. */
  readonly sentBytes: number
  /** Bytes of all files; undefined when there is a stream among them. */
  readonly totalBytes: number | undefined
}

/**
 * What `uploadChannel` takes besides the data.
 *
 * @public
 */
export interface UploadOptions {
  /** Where in the session's bucket, such as `iris/train`. */
  readonly prefix: string
  /**
   * Asks S3 for each file's size and SHA-256 first, and sends only what differs.
   *
   * @defaultValue true
   */
  readonly skipExisting?: boolean | undefined
  /** Told when a file or a part of one has arrived. */
  readonly onProgress?: ((progress: UploadProgress) => void) | undefined
  /** Ends the upload with an `aborted` error; files that have arrived by then stay. */
  readonly signal?: AbortSignal | undefined
}

/** Enough to hide the way to S3 and back for small files. */
const filesAtOnce = 4

/**
 * Sends a file, all files below a folder, those that a glob matches, or a stream to the session's
 * bucket; large ones in parts, and those that are there already not again. An `s3://` address is passed
 * through. What lies under the prefix already stays, and belongs to the channel.
 *
 * @throws `data-not-found` when there is no such path, no file in it, or none that the glob matches
 * @public
 * @example
 * ```ts
 * import { createSession, uploadChannel } from '@byo/core'
 *
 * const session = await createSession()
 * const train = await uploadChannel(session, 'data/*.csv', { prefix: 'iris/train' })
 * const rows = { name: 'rows.csv', content: 'a,b\n1,2\n' }
 * const test = await uploadChannel(session, rows, { prefix: 'iris/test' })
 * console.log(train.uri, test.uri, train.skipped)
 * ```
 */
export async function uploadChannel(
  session: Session,
  data: ChannelData,
  options: UploadOptions,
): Promise<Channel> {
  throwIfAborted(options.signal, 'uploading a channel')
  return uploadSource(session, await findChannelSource(data), options)
}

/** The same for data that were looked at. */
export async function uploadSource(
  session: Session,
  source: ChannelSource,
  { prefix, signal, onProgress, skipExisting = true }: UploadOptions,
): Promise<Channel> {
  if (source.kind === 's3') {
    return { uri: source.uri, files: 0, uploaded: 0, skipped: 0, bytes: 0 }
  }
  const folder = joinKey(prefix)
  if (folder === '') {
    throw new ByoError('invalid-option', 'The prefix of an upload must not be empty.')
  }
  const { files } = source
  const totalBytes = sizeOf(files)
  const bucket = await ownedBucket(session, await session.bucket())
  let sentBytes = 0
  let uploaded = 0
  let bytes = 0

  await concurrently(filesAtOnce, files, async (file) => {
    let sentOfFile = 0
    const onSent = (count: number) => {
      sentBytes += count - sentOfFile
      sentOfFile = count
      onProgress?.({ sentBytes, totalBytes })
    }
    const target = { object: { ...bucket, Key: `${folder}/${file.name}` }, signal, onSent }
    if (skipExisting && (await isUploaded(session, file, target))) {
      onSent(file.size ?? 0)
    } else {
      const sent = await uploadFile(session, file, target)
      bytes += sent
      uploaded += 1
    }
  })
  return {
    uri: formatS3Uri({ bucket: bucket.Bucket, key: `${folder}/` }),
    files: files.length,
    uploaded,
    skipped: files.length - uploaded,
    bytes,
  }
}
