import { createHash } from 'node:crypto'
import { type FileHandle, open, rm } from 'node:fs/promises'

/** Bytes written to a file of their own that belong to nothing yet. */
export interface StagedFile {
  readonly path: string
  readonly size: number
  /** Hexadecimal; empty where nobody asked for it. */
  readonly md5: string
}

/** Bytes that go to the disk at once: the pieces of a socket one by one take three times as long. */
const batchSize = 1024 ** 2

/** Writes all of the chunks to a new file at the path or, when they fail, leaves no file. */
export async function stageFile(
  path: string,
  chunks: AsyncIterable<Uint8Array>,
  { withMd5 }: { withMd5: boolean },
): Promise<StagedFile> {
  const md5 = withMd5 ? createHash('md5') : undefined
  let size = 0
  const file = await open(path, 'wx')
  try {
    for await (const batch of inBatches(chunks)) {
      for (const chunk of batch) md5?.update(chunk)
      size += await writeAll(file, batch, size)
    }
  } catch (error) {
    await file.close()
    await rm(path, { force: true })
    throw error
  }
  await file.close()
  return { path, size, md5: md5?.digest('hex') ?? '' }
}

/**
 * Writes chunks one after the other from a position on, and returns how many bytes these are. A short
 * write, as on a full disk, is not an error by itself: the rest is tried again.
 */
export async function writeAll(
  file: FileHandle,
  chunks: readonly Uint8Array[],
  position: number,
): Promise<number> {
  const size = sizeOf(chunks)
  let { bytesWritten: written } = await file.writev(chunks, position)
  const all = written < size ? Buffer.concat(chunks) : Buffer.alloc(0)
  while (written < size) {
    const more = await file.write(all, written, size - written, position + written)
    written += more.bytesWritten
  }
  return size
}

async function* inBatches(
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<readonly Uint8Array[], void, undefined> {
  let batch: Uint8Array[] = []
  let size = 0
  for await (const chunk of chunks) {
    if (chunk.length === 0) continue
    batch.push(chunk)
    size += chunk.length
    if (size < batchSize) continue
    yield batch
    batch = []
    size = 0
  }
  if (batch.length > 0) yield batch
}

function sizeOf(chunks: readonly Uint8Array[]): number {
  return chunks.reduce((sum, { length }) => sum + length, 0)
}
