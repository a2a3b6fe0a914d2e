// AWS's event stream, `application/vnd.amazon.eventstream`. A message is, all numbers most significant byte first:
//
//   u32 length of all | u32 length of the headers | u32 CRC-32 of these 8 bytes | headers | payload | u32 CRC-32 of all before
//
// and a header: u8 length of the name | name | u8 type, 7 for a text | u16 length of the value | value.
import { crc32 } from 'node:zlib'

/** The media type of an event stream. */
export const eventStreamType = 'application/vnd.amazon.eventstream'

const preludeBytes = 12
const checksumBytes = 4
const textType = 7

/** A message that carries an event of a stream: bytes. */
export function encodeEvent(eventType: string, payload: Uint8Array): Buffer {
  return encodeMessage(
    {
      ':message-type': 'event',
      ':event-type': eventType,
      ':content-type': 'application/octet-stream',
    },
    payload,
  )
}

/** A message that ends a stream with an exception. */
export function encodeException(
  exceptionType: string,
  members: Readonly<Record<string, string>>,
): Buffer {
  return encodeMessage(
    {
      ':message-type': 'exception',
      ':exception-type': exceptionType,
      ':content-type': 'application/json',
    },
    Buffer.from(JSON.stringify(members)),
  )
}

function encodeMessage(headers: Readonly<Record<string, string>>, payload: Uint8Array): Buffer {
  const head = Buffer.concat(Object.entries(headers).map(encodeHeader))
  const length = preludeBytes + head.length + payload.length + checksumBytes
  const message = Buffer.allocUnsafe(length)
  message.writeUInt32BE(length, 0)
  message.writeUInt32BE(head.length, 4)
  message.writeUInt32BE(crc32(message.subarray(0, 8)), 8)
  message.set(head, preludeBytes)
  message.set(payload, preludeBytes + head.length)
  const end = length - checksumBytes
  message.writeUInt32BE(crc32(message.subarray(0, end)), end)
  return message
}

function encodeHeader([name, value]: [string, string]): Buffer {
  const valueBytes = Buffer.from(value)
  const start = Buffer.from([name.length, ...Buffer.from(name), textType, 0, 0])
  start.writeUInt16BE(valueBytes.length, start.length - 2)
  return Buffer.concat([start, valueBytes])
}
