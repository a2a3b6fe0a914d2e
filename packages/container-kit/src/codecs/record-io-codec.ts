import { HttpError, isContainerError } from '../errors.ts'
import type { Codec } from './codec.ts'
import { readRecordIo } from './record-io.ts'

/**
 * Reads RecordIO. The platform takes the framing off where it sends one record a request, so that the body is
 * the record then.
 *
 * @see API, TransformInput, SplitType
 */
export function recordIoCodec(singleRecord: boolean): Codec {
  return {
    mediaTypes: ['application/x-recordio', 'application/x-recordio-protobuf'],
    decode: { records: singleRecord ? (body) => [body] : recordsOf },
  }
}

async function recordsOf(body: Uint8Array): Promise<readonly Uint8Array[]> {
  const records: Uint8Array[] = []
  try {
    for await (const record of readRecordIo(chunksOf(body))) records.push(record)
  } catch (cause) {
    throw isContainerError(cause) ? new HttpError(400, cause.message, { cause }) : cause
  }
  return records
}

async function* chunksOf(body: Uint8Array): AsyncGenerator<Uint8Array> {
  yield body
}
