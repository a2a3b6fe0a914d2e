import { readSync } from 'node:fs'
import type { FileHandle } from 'node:fs/promises'
import { requireUtf8, withoutMark } from './csv-bytes.ts'
import { countLineEnds, endOfLines } from './csv-cursor.ts'
import { asText, type ResolvedCsvOptions } from './csv-options.ts'
import { eachBlock } from './file-blocks.ts'
import type { Table } from './table.ts'
import { TableReader } from './table-reader.ts'

/** Reads a file into a table, with no more of its text in memory than two blocks and the longest record. */
export async function readInBlocks(
  file: FileHandle,
  options: ResolvedCsvOptions,
  length: number,
  blockLength: number,
): Promise<Table> {
  const read = readAll.bind(null, file, length, blockLength)
  const first = await read(options)
  if (first.mixed.size === 0) return first.table
  // Text turned up in columns that began with numbers: their first cells are needed as they were written.
  const again = await read(asText(options, first.mixed), first.mixed)
  return { ...first.table, ...again.table }
}

async function readAll(
  file: FileHandle,
  length: number,
  blockLength: number,
  options: ResolvedCsvOptions,
  only?: ReadonlySet<string>,
): Promise<{ table: Table; mixed: ReadonlySet<string> }> {
  let mark: number | undefined
  const linesBefore = (offset: number) => countLines(file, (mark ?? 0) + offset)
  const reader = new TableReader(options, { length, linesBefore }, only)
  await eachBlock(file, blockLength, (block, isLast) => {
    const skipped = mark === undefined ? block.length - withoutMark(block).length : 0
    mark ??= skipped
    const text = block.subarray(skipped)
    const lines = isLast ? text : text.subarray(0, endOfLines(text))
    requireUtf8(lines, options.name)
    return skipped + reader.read(lines, isLast)
  })
  return reader.finish()
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
