import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { pack } from 'tar-stream'
import { digestOf } from './digest.ts'
import { blobOf, type ImageBlob } from './image-parts.ts'

/** Where the program lies in the image. */
export const programFolder = '/opt/program'
export const programPath: string = `${programFolder}/container.mjs`

/** A layer, and the digest of its tar before compression, which the image's configuration lists. */
export interface ApplicationLayer {
  readonly blob: ImageBlob
  readonly diffId: string
}

/**
 * A layer that holds the program alone. The same program gives the same bytes: owner, mode and time
 * are fixed, and so is the gzip header, which would tell the operating system.
 */
export async function buildApplicationLayer(program: Uint8Array): Promise<ApplicationLayer> {
  const tar = pack()
  const fixed = { uid: 0, gid: 0, mtime: new Date(0) }
  const folders = ['opt/', `${programFolder.slice(1)}/`]
  for (const name of folders) tar.entry({ name, type: 'directory', mode: 0o755, ...fixed })
  tar.entry({ name: programPath.slice(1), mode: 0o755, ...fixed }, Buffer.from(program))
  tar.finalize()

  const chunks: Uint8Array[] = []
  for await (const chunk of tar) chunks.push(chunk as Uint8Array)
  const bytes = Buffer.concat(chunks)
  const compressed = await promisify(gzip)(bytes, { level: 9 })
  compressed[gzipOsByte] = unknownOs
  return { blob: blobOf(digestOf(compressed), compressed), diffId: digestOf(bytes) }
}

/** RFC 1952, 2.3: the tenth byte of the header names the system, 255 none. */
const gzipOsByte = 9
const unknownOs = 255
