import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type ChecksumAlgorithm,
  checksumOf,
  createChecksum,
  isChecksumAlgorithm,
} from '../../src/protocols/checksums.ts'
import { crc32c } from '../../src/protocols/crc32c.ts'
import { crc64nvme } from '../../src/protocols/crc64nvme.ts'

const algorithms: ChecksumAlgorithm[] = [
  'crc32',
  'crc32c',
  'crc64nvme',
  'sha1',
  'sha256',
  'sha512',
  'md5',
]
const nineDigits = Buffer.from('123456789')

/** One bit at a time, as the definition of a reflected CRC reads. */
function plainCrc(bytes: Uint8Array, width: bigint, polynomial: bigint): bigint {
  const ones = (1n << width) - 1n
  let crc = ones
  for (const byte of bytes) {
    crc ^= BigInt(byte)
    for (let bit = 0; bit < 8; bit++) crc = crc & 1n ? (crc >> 1n) ^ polynomial : crc >> 1n
  }
  return crc ^ ones
}

describe('a checksum', () => {
  it('is the one that its specification gives for the nine digits', () => {
    const hex = (algorithm: ChecksumAlgorithm) =>
      Buffer.from(checksumOf(algorithm, nineDigits), 'base64').toString('hex')

    expect(hex('crc32')).toBe('cbf43926')
    expect(hex('crc32c')).toBe('e3069283')
    expect(hex('crc64nvme')).toBe('ae8b14860a799888')
    expect(hex('sha256')).toBe(createHash('sha256').update(nineDigits).digest('hex'))
  })

  it.each(algorithms)('%s does not depend on how the bytes are cut', (algorithm) => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 50 })), (chunks) => {
        const checksum = createChecksum(algorithm)
        for (const chunk of chunks) checksum.update(chunk)

        expect(checksum.digest()).toBe(checksumOf(algorithm, Buffer.concat(chunks)))
      }),
    )
  })

  it('is known by its own name only', () => {
    expect([isChecksumAlgorithm('crc32'), isChecksumAlgorithm('constructor')]).toEqual([
      true,
      false,
    ])
  })
})

describe('the table-driven CRCs', () => {
  it('equal the definition, bit by bit', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const { high, low } = crc64nvme(bytes)

        expect(BigInt(crc32c(bytes))).toBe(plainCrc(bytes, 32n, 0x82f63b78n))
        expect((BigInt(high) << 32n) | BigInt(low)).toBe(plainCrc(bytes, 64n, 0x9a6c9329ac4bc9b5n))
      }),
    )
  })
})
