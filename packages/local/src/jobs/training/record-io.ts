import { JobError } from '../../errors.ts'

const magic = 0xced7230a
/** The length has 29 bits. */
const longestRecord = 2 ** 29 - 1

/**
 * Wraps bytes of a known length in one record of RecordIO, as MXNet has it: magic number and length, both as
 * little-endian u32, the bytes, and zeros up to a multiple of four.
 *
 * @throws JobError when they are too many for a record.
 */
export async function* wrapRecord(
  bytes: AsyncIterable<Uint8Array>,
  length: number,
): AsyncGenerator<Uint8Array, void, undefined> {
  if (length > longestRecord) {
    throw new JobError(
      'ClientError',
      `Data download failed: an object of ${length} bytes does not fit in a RecordIO record.`,
    )
  }
  const header = Buffer.alloc(8)
  header.writeUInt32LE(magic, 0)
  header.writeUInt32LE(length, 4)
  yield header
  yield* bytes
  yield Buffer.alloc(-length & 3)
}
