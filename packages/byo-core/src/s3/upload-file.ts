import { Readable } from 'node:stream'
import { request } from '../requests/request.ts'
import type { Session } from '../session/session.ts'
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
      throw note(unreadable(file.label, error))
    }
  }
  const body = Readable.from(read())
  const upload = new Upload({
    client,
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
  let abort = () => {}
  const abortion = new Promise<never>((_resolve, reject) => {
    abort = () => {
      void upload.abort()
      // The upload itself misses an abort that comes while it starts.
      reject(signal?.reason)
    }
  })
  signal?.addEventListener('abort', abort, { once: true })
  try {
    await request('PutObject', signal, () => Promise.race([upload.done(), abortion]))
    return bytes
  } catch (error) {
    throw signal?.aborted ? error : (ownError ?? error)
  } finally {
    body.destroy()
    // One that is waited for would hear of that only with its next chunk.
    if (source instanceof Readable) source.destroy()
    signal?.removeEventListener('abort', abort)
  }
}

function toBytes(chunk: unknown): Uint8Array {
  if (typeof chunk === 'string') return Buffer.from(chunk)
  if (chunk instanceof Uint8Array) return chunk
  throw new TypeError(`it gives a ${typeof chunk} where text or bytes belong`)
}
