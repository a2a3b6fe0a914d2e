import { createLedger, type Ledger } from '../ledger.ts'
import { formatS3Uri, joinKey } from '../naming/s3-uri.ts'
import type { SourceFile } from '../s3/channel-source.ts'
import { isObjectThere } from '../s3/is-object-there.ts'
import { ownedBucket } from '../s3/owned-bucket.ts'
import { uploadFile } from '../s3/upload-file.ts'
import { s3ArnOf } from '../session/arn.ts'
import type { Session } from '../session/session.ts'
import { throwIfAborted } from '../waiting/aborted.ts'
import { archiveFiles, digestFiles } from './model-archive.ts'
import { findModelFiles, type ModelFile } from './model-files.ts'

/**
 * A model's files as an archive in S3.
 *
 * @public
 */
export interface ModelArchive {
  /** Such as `s3://bucket/byo/models/<digest>/model.tar.gz`, for `modelDataUri` of `createModel`. */
  readonly uri: string
  /** The SHA-256 of the files with their names, 64 digits in hex. */
  readonly digest: string
  /** False when the same files were there already, so that nothing was sent. */
  readonly isNew: boolean
  /** How many files the archive has. */
  readonly files: number
  /** Bytes of the files before compression. */
  readonly bytes: number
}

/**
 * What `uploadModel` takes besides the folder.
 *
 * @public
 */
export interface UploadModelOptions {
  /** Where in the session's bucket. @defaultValue `byo/models` */
  readonly prefix?: string | undefined
  /** Told of the archive, when it wasn't there before. */
  readonly ledger?: Ledger | undefined
  /** Ends the upload with an `aborted` error. */
  readonly signal?: AbortSignal | undefined
}

/**
 * Packs a folder with a fitted model as `model.tar.gz`, as a training job would leave it, and sends it to the
 * session's bucket, all in constant memory. The same files have the same address, so that what is there already
 * isn't sent again.
 *
 * @throws `data-not-found` when there is no such folder or no file in it; `invalid-option` for a link that
 * leads out of it; `upload-corrupted` when a file changes meanwhile
 * @public
 * @example
 * ```ts
 * import { createModel, createSession, uploadModel } from '@byo/core'
 *
 * const session = await createSession()
 * const archive = await uploadModel(session, 'models/iris')
 * await createModel(session, {
 *   image: '123456789012.dkr.ecr.eu-west-1.amazonaws.com/iris-mars:latest',
 *   modelDataUri: archive.uri,
 * })
 * ```
 */
export async function uploadModel(
  session: Session,
  folder: string,
  { prefix = 'byo/models', ledger = createLedger(), signal }: UploadModelOptions = {},
): Promise<ModelArchive> {
  throwIfAborted(signal, `sending the model in ${folder}`)
  const files = await findModelFiles(folder)
  const digest = await digestFiles(files)
  const bucket = await session.bucket()
  const key = joinKey(prefix, digest, 'model.tar.gz')
  const uri = formatS3Uri({ bucket, key })
  throwIfAborted(signal, `sending the model in ${folder}`)

  const isNew = (await isObjectThere(session, { bucket, key }, signal)) !== true
  if (isNew) {
    // An address in a ledger stands for all that begins so.
    const resource = { kind: 's3-objects', name: uri, arn: `${s3ArnOf(session, uri)}*` } as const
    await ledger.make(resource, () => send(session, { files, digest, bucket, key, signal }))
  }
  const bytes = files.reduce((sum, { size }) => sum + size, 0)
  return { uri, digest, isNew, files: files.length, bytes }
}

interface Shipment {
  readonly files: readonly ModelFile[]
  readonly digest: string
  readonly bucket: string
  readonly key: string
  readonly signal: AbortSignal | undefined
}

/** Sends the archive, in parts when it's large; one that breaks off leaves no object. */
async function send(session: Session, { files, digest, bucket, key, signal }: Shipment) {
  const archive: SourceFile = {
    label: 'the model',
    name: 'model.tar.gz',
    // Hardly larger than the files and their headers, should they not compress.
    size: Math.ceil(files.reduce((sum, { size }) => sum + size + 1024, 0) * 1.01),
    open: () => archiveFiles(files, digest),
  }
  const object = { ...(await ownedBucket(session, bucket)), Key: key }
  await uploadFile(session, archive, { object, signal, onSent: () => undefined })
}
