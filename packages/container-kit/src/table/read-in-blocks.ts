import { readSync } from 'node:fs'
import type { FileHandle } from 'node:fs/promises'
import { requireUtf8, withoutMark } from './csv-bytes.ts'
import { countLineEnds, endOfLines } from './csv-cursor.ts'
import { eachBlock } from './file-blocks.ts'
import type { TableReader } from './table-reader.ts'

/** Reads a file with no more of its text in memory than two blocks and the longest record. */
export async function readInBlocks(
  file: FileHandle,
  reader: TableReader,
  name: string,
  blockLength: number,
): Promise<void> {
  let mark: number | undefined
  reader.begin({ name, linesBefore: (offset) => countLines(file, (mark ?? 0) + offset) })
  await eachBlock(file, blockLength, (block, isLast) => {
    const skipped = mark === undefined ? block.length - withoutMark(block).length : 0
    mark ??= skipped
    const text = block.subarray(skipped)
    const lines = isLast ? text : text.subarray(0, endOfLines(text))
    requireUtf8(lines, name)
    return skipped + reader.read(lines, isLast)
  })
}

/** Counts the line ends in front of an offset by reading the file again: only an error wants to know. */
function countLines({ fd }: FileHandle, offset: number): number {
  const block = Buffer.allocUnsafe(2 ** 16)
  let lines = 0
  for (let at = 0; at < offset; ) {
    const length = readSync(fd, block, 0, Math.min(block.length, offset - at), at)
    if (length === 0) break
    // A line end of two bytes is not cut in two.
    const isCut = block[length - 1] === carriageReturn && length > 1 && at + length < offset
    const whole = isCut ? length - 1 : length
    lines += countLineEnds(block.subarray(0, whole))
    at += whole
  }
  return lines
}

const carriageReturn = 13
