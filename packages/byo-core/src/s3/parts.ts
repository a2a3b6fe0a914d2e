import { createHash } from 'node:crypto'

/** S3's least size of a part, and most parts of an object. */
const minPartSize = 5 * 1024 * 1024
const maxParts = 10_000

/** Of a stream, whose end is unknown: four parts are held in memory, and 10,000 of them make 160 GB. */
const streamPartSize = 16 * 1024 * 1024

/** How many bytes a part of an upload has; what fits into one part is sent whole. */
export function partSizeOf(size: number | undefined): number {
  if (size === undefined) return streamPartSize
  return Math.max(minPartSize, Math.ceil(size / maxParts))
}

/**
 * The SHA-256 that S3 keeps of an object sent in such parts, as base64: of the bytes when there is one
 * part, of the digests of the parts when there are more. Memory holds a chunk at a time.
 */
export async function sha256InParts(
  chunks: AsyncIterable<string | Uint8Array>,
  partSize: number,
): Promise<string> {
  const digests: Buffer[] = []
  let hash = createHash('sha256')
  let filled = 0
  for await (const chunk of chunks) {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk
    for (let taken = 0; taken < bytes.byteLength; ) {
      if (filled === partSize) {
        digests.push(hash.digest())
        hash = createHash('sha256')
        filled = 0
      }
      const piece = bytes.subarray(taken, taken + partSize - filled)
      hash.update(piece)
      filled += piece.byteLength
      taken += piece.byteLength
    }
  }
  const last = hash.digest()
  if (digests.length === 0) return last.toString('base64')
  return createHash('sha256')
    .update(Buffer.concat([...digests, last]))
    .digest('base64')
}
