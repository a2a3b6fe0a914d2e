import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { type Pack, pack } from 'tar-stream'
import { ByoError } from '../errors.ts'
import { unreadable } from '../s3/find-files.ts'
import type { ModelFile } from './model-files.ts'

/** RFC 1952, 2.3: the tenth byte of the header names the system, 255 none. */
const gzipOsByte = 9
const unknownOs = 255

/** Bytes that are read at a time. */
const chunkSize = 1024 * 1024

/** The SHA-256 of the files' tar in hex, by which an archive is known again without being compressed. */
export async function digestFiles(files: readonly ModelFile[]): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of tarOf(files)) hash.update(chunk)
  return hash.digest('hex')
}

/**
 * The files as a gzipped tar, read while it's read, so that memory doesn't grow with the model. The same files
 * give the same bytes: names are in order, owner and time are fixed, and so is the gzip header. Ends with an
 * `upload-corrupted` error when the tar isn't the one of the digest.
 */
export function archiveFiles(files: readonly ModelFile[], digest: string): Readable {
  const source = Readable.from(checked(tarOf(files), digest), { objectMode: false })
  const gzip = createGzip()
  const header = withoutSystem()
  // What breaks it shows to whoever reads the last of the streams.
  pipeline(source, gzip, header).catch(() => undefined)
  return header
}

/** The chunks as they are; an error after the last one when they aren't those of the digest. */
async function* checked(
  tar: AsyncIterable<Uint8Array>,
  digest: string,
): AsyncGenerator<Uint8Array, void, void> {
  const hash = createHash('sha256')
  for await (const chunk of tar) {
    hash.update(chunk)
    yield chunk
  }
  if (hash.digest('hex') !== digest) throw changed()
}

async function* tarOf(files: readonly ModelFile[]): AsyncGenerator<Uint8Array, void, void> {
  const tar = pack()
  const writing = writeEntries(tar, files).catch((error: Error) => {
    tar.destroy(error)
  })
  try {
    for await (const chunk of tar) yield chunk as Uint8Array
  } finally {
    tar.destroy()
    await writing
  }
}

async function writeEntries(tar: Pack, files: readonly ModelFile[]): Promise<void> {
  const fixed = { uid: 0, gid: 0, uname: '', gname: '', mtime: new Date(0) }
  for (const file of files) {
    const { name, size, isExecutable } = file
    const entry = tar.entry({ name, size, mode: isExecutable ? 0o755 : 0o644, ...fixed })
    await pipeline(readWhole(file), entry)
  }
  tar.finalize()
}

/** The bytes of a file; an error when there are more or fewer of them than there were. */
async function* readWhole({ path, size }: ModelFile): AsyncGenerator<Uint8Array, void, void> {
  let read = 0
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: chunkSize })) {
      read += chunk.length
      if (read > size) break
      yield chunk
    }
  } catch (cause) {
    throw unreadable(path, cause as NodeJS.ErrnoException)
  }
  if (read !== size) throw changed(`"${path}"`)
}

/** A gzip stream that doesn't tell on which system it was made. */
function withoutSystem(): Transform {
  let offset = 0
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      if (offset <= gzipOsByte && offset + chunk.length > gzipOsByte) {
        chunk[gzipOsByte - offset] = unknownOs
      }
      offset += chunk.length
      done(null, chunk)
    },
  })
}

function changed(what = 'The folder'): ByoError {
  return new ByoError(
    'upload-corrupted',
    `${what} was changed while the model was being sent: try again when nothing writes there.`,
  )
}
