import { Readable } from 'node:stream'
import { isByoError } from '../errors.ts'
import { request } from '../requests/request.ts'
import type { Session } from '../session/session.ts'
import { abortableClient } from './abortable-client.ts'
import type { SourceFile } from './channel-source.ts'
import { unreadable } from './find-files.ts'
import type { BucketInput } from './owned-bucket.ts'
import { partSizeOf } from './parts.ts'

/** Where a file goes. */
export interface UploadTarget {
  readonly object: BucketInput & { readonly Key: string }
  readonly signal: AbortSignal | undefined
  /** Told how many bytes of the file have arrived, a part at a time. */
  readonly onSent: (bytes: number) => void
}

/**
 * Sends a file, in parts when it's large, with a SHA-256 that S3 checks and keeps. An abort also drops
 * the parts that have arrived. Gives the number of bytes.
 */
export async function uploadFile(
  session: Session,
  file: SourceFile,
  { object, signal, onSent }: UploadTarget,
): Promise<number> {
  const client = await session.clients.s3()
  const { Upload } = await import('@aws-sdk/lib-storage')
  const source = file.open()
  let bytes = 0
  // What went wrong on this side is no error of the request.
  let ownError: unknown
  const note = (error: unknown) => {
    ownError ??= error
    return error
  }
  async function* read(): AsyncGenerator<Uint8Array> {
    try {
      for await (const chunk of source) {
        const piece = toBytes(chunk)
        bytes += piece.byteLength
        yield piece
      }
    } catch (error) {
      throw note(isByoError(error) ? error : unreadable(file.label, error))
    }
  }
  const body = Readable.from(read())
  const upload = new Upload({
    client: abortableClient(client, signal, session.runtime),
    params: { ...object, ChecksumAlgorithm: 'SHA256', Body: body },
    partSize: partSizeOf(file.size),
  })
  upload.on('httpUploadProgress', ({ loaded = 0 }) => {
    try {
      onSent(loaded)
    } catch (error) {
      throw note(error)
    }
  })
  const close = (error?: Error) => {
    body.destroy(error)
    // One that is waited for would hear of that only with its next chunk.
    if (source instanceof Readable) source.destroy()
  }
  // Nothing else would tell an upload that waits for bytes.
  const onAbort = () => close(new Error('aborted'))
  signal?.addEventListener('abort', onAbort, { once: true })
  try {
    await request('PutObject', signal, () => upload.done())
    return bytes
  } catch (error) {
    throw signal?.aborted ? error : (ownError ?? error)
  } finally {
    signal?.removeEventListener('abort', onAbort)
    close()
  }
}

function toBytes(chunk: unknown): Uint8Array {
  if (typeof chunk === 'string') return Buffer.from(chunk)
  if (chunk instanceof Uint8Array) return chunk
  throw new TypeError(`it gives a ${typeof chunk} where text or bytes belong`)
}
