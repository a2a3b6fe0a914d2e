import { createHash } from 'node:crypto'
import { type FileHandle, open, rm } from 'node:fs/promises'

/** Bytes written to a file of their own that belong to nothing yet. */
export interface StagedFile {
  readonly path: string
  readonly size: number
  /** Hexadecimal. */
  readonly md5: string
}

/** Writes all of the chunks to a new file at the path or, when they fail, leaves no file. */
export async function stageFile(
  path: string,
  chunks: AsyncIterable<Uint8Array>,
): Promise<StagedFile> {
  const md5 = createHash('md5')
  let size = 0
  const file = await open(path, 'wx')
  try {
    for await (const chunk of chunks) {
      md5.update(chunk)
      await writeAll(file, chunk, size)
      size += chunk.length
    }
  } catch (error) {
    await file.close()
    await rm(path, { force: true })
    throw error
  }
  await file.close()
  return { path, size, md5: md5.digest('hex') }
}

/** A short write, as on a full disk, is not an error by itself: the rest is tried again. */
export async function writeAll(
  file: FileHandle,
  chunk: Uint8Array,
  position: number,
): Promise<void> {
  for (let written = 0; written < chunk.length; ) {
    const rest = chunk.length - written
    const { bytesWritten } = await file.write(chunk, written, rest, position + written)
    written += bytesWritten
  }
}
