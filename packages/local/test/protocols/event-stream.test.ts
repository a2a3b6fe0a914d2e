import { crc32 } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { encodeEvent, encodeException } from '../../src/protocols/event-stream.ts'

/** A message read as the format's description has it, byte by byte. */
function decode(message: Buffer) {
  const headersEnd = 12 + message.readUInt32BE(4)
  const headers: Record<string, string> = {}
  for (let at = 12; at < headersEnd; ) {
    const nameEnd = at + 1 + message.readUInt8(at)
    const valueEnd = nameEnd + 3 + message.readUInt16BE(nameEnd + 1)
    expect(message[nameEnd]).toBe(7)
    headers[message.toString('utf8', at + 1, nameEnd)] = message.toString(
      'utf8',
      nameEnd + 3,
      valueEnd,
    )
    at = valueEnd
  }
  return {
    length: message.readUInt32BE(0),
    headers,
    payload: message.subarray(headersEnd, -4),
    sums: [message.readUInt32BE(8), message.readUInt32BE(message.length - 4)],
  }
}

describe('a message of an event stream', () => {
  it.each([0, 1, 70_000])('carries an event of %d bytes between two checksums', (size) => {
    const payload = Buffer.alloc(size, 0xfe)
    const message = encodeEvent('PayloadPart', payload)

    expect(decode(message)).toEqual({
      length: message.length,
      headers: {
        ':message-type': 'event',
        ':event-type': 'PayloadPart',
        ':content-type': 'application/octet-stream',
      },
      payload,
      sums: [crc32(message.subarray(0, 8)), crc32(message.subarray(0, -4))],
    })
  })

  it('carries an exception as JSON, in any letters', () => {
    const { headers, payload } = decode(encodeException('ModelStreamError', { Message: 'zu früh' }))

    expect(headers).toMatchObject({
      ':message-type': 'exception',
      ':exception-type': 'ModelStreamError',
    })
    expect(JSON.parse(payload.toString())).toEqual({ Message: 'zu früh' })
  })
})
