import type { FileHandle } from 'node:fs/promises'

/**
 * Reads a file from its beginning in blocks, the next one while one is being taken.
 *
 * @param take - returns how many of the block's bytes it needs no more; the others come again in front of the next
 * block. The block is overwritten later.
 */
export async function eachBlock(
  file: FileHandle,
  blockLength: number,
  take: (block: Buffer, isLast: boolean) => number,
): Promise<void> {
  let filling = Buffer.allocUnsafeSlow(2 * blockLength)
  let spare = Buffer.allocUnsafeSlow(2 * blockLength)
  let left: Buffer = Buffer.alloc(0)
  let wanted = 0
  let offset = 0
  let reading = readInto(file, filling, offset)
  try {
    for (let isLast = false; !isLast; ) {
      const length = await reading
      isLast = length === 0
      const block = joined(left, filling, length)
      offset += length
      // What was left lies in the spare buffer until now.
      if (!isLast) reading = readInto(file, spare, offset)
      const taken = isLast || block.length >= wanted ? take(block, isLast) : 0
      left = block.subarray(taken)
      // A record longer than a block is not looked at again for every block that it goes on.
      if (taken > 0) wanted = 0
      else if (block.length >= wanted) wanted = 2 * block.length
      ;[filling, spare] = [spare, filling]
    }
  } finally {
    await reading.catch(() => {})
  }
}

/** Fills the second half of a buffer. */
async function readInto(file: FileHandle, buffer: Buffer, offset: number): Promise<number> {
  const half = buffer.length / 2
  const { bytesRead } = await file.read(buffer, half, half, offset)
  return bytesRead
}

/** What was left and, behind it, what was read: in the buffer itself if there is room. */
function joined(left: Buffer, buffer: Buffer, length: number): Buffer {
  const half = buffer.length / 2
  const read = buffer.subarray(half, half + length)
  if (left.length > half) return Buffer.concat([left, read])
  left.copy(buffer, half - left.length)
  return buffer.subarray(half - left.length, half + length)
}
