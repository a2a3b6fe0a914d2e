import { createHash } from 'node:crypto'
import { pipeline } from 'node:stream'
import { createGzip } from 'node:zlib'
import { ByoError } from '../../errors.ts'
import { throwIfAborted } from '../../waiting/aborted.ts'
import type { ImageBlob } from '../image-parts.ts'
import { packProgram } from './pack-program.ts'
import type { ProgramFile } from './read-program.ts'

/** A layer, and the digest of its tar before compression, which the image's configuration lists. */
export interface ApplicationLayer {
  readonly blob: ImageBlob
  readonly diffId: string
}

/**
 * A layer that holds the program alone. The same program gives the same bytes: owner, mode and time
 * are fixed, and so is the gzip header, which would tell the operating system. The layer is written
 * twice, for its digest now and again when it's sent, so that memory never holds a large one.
 */
export async function buildApplicationLayer(
  files: readonly ProgramFile[],
  signal?: AbortSignal,
): Promise<ApplicationLayer> {
  const hash = createHash('sha256')
  const tarHash = createHash('sha256')
  let size = 0
  for await (const chunk of writeLayer(files, (bytes) => tarHash.update(bytes))) {
    throwIfAborted(signal, 'packing the program')
    hash.update(chunk)
    size += chunk.byteLength
  }
  const digest = `sha256:${hash.digest('hex')}`
  const open = () => unchanged(writeLayer(files), digest)
  return { blob: { digest, size, open }, diffId: `sha256:${tarHash.digest('hex')}` }
}

/** RFC 1952, 2.3: the tenth byte of the header names the system, 255 none. */
const gzipOsByte = 9
const unknownOs = 255

/** The gzipped tar; `seen` is told the tar's own bytes. */
async function* writeLayer(
  files: readonly ProgramFile[],
  seen?: (bytes: Uint8Array) => void,
): AsyncGenerator<Uint8Array> {
  const tar = async function* () {
    for await (const bytes of packProgram(files)) {
      seen?.(bytes)
      yield bytes
    }
  }
  // What fails comes out of the last stream, which is read below.
  const gzip = pipeline(tar, createGzip({ level: 9 }), () => undefined)
  let isFirst = true
  for await (const chunk of gzip as AsyncIterable<Uint8Array>) {
    if (isFirst) chunk[gzipOsByte] = unknownOs
    isFirst = false
    yield chunk
  }
}

async function* unchanged(
  chunks: AsyncIterable<Uint8Array>,
  digest: string,
): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256')
  for await (const chunk of chunks) {
    hash.update(chunk)
    yield chunk
  }
  if (`sha256:${hash.digest('hex')}` === digest) return
  throw new ByoError(
    'upload-corrupted',
    'The program changed while it was being published: publish again when its build has ended.',
  )
}
