import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { crc32c } from './crc32c.ts'
import { type Crc64, crc64nvme } from './crc64nvme.ts'

/** A checksum that grows with the bytes it is given. */
export interface Checksum {
  update(chunk: Uint8Array): void
  /** Base64 of the bytes, most significant first. */
  digest(): string
}

/** The checksums that a client may send with bytes, by the end of the header's name. */
export type ChecksumAlgorithm =
  | 'crc32'
  | 'crc32c'
  | 'crc64nvme'
  | 'sha1'
  | 'sha256'
  | 'sha512'
  | 'md5'

const makers: Readonly<Record<ChecksumAlgorithm, () => Checksum>> = {
  crc32: () => growing32(crc32),
  crc32c: () => growing32(crc32c),
  crc64nvme: growing64,
  sha1: () => hashing('sha1'),
  sha256: () => hashing('sha256'),
  sha512: () => hashing('sha512'),
  md5: () => hashing('md5'),
}

/** Tells whether this server computes a checksum of that name, such as `crc32`. */
export function isChecksumAlgorithm(name: string): name is ChecksumAlgorithm {
  return Object.hasOwn(makers, name)
}

/** How many bytes a checksum has. */
export function checksumLength(algorithm: ChecksumAlgorithm): number {
  return Buffer.from(createChecksum(algorithm).digest(), 'base64').length
}

/** A new checksum of no bytes yet. */
export function createChecksum(algorithm: ChecksumAlgorithm): Checksum {
  return makers[algorithm]()
}

/** The checksum of bytes that are there as a whole. */
export function checksumOf(algorithm: ChecksumAlgorithm, bytes: Uint8Array): string {
  const checksum = createChecksum(algorithm)
  checksum.update(bytes)
  return checksum.digest()
}

function growing32(next: (chunk: Uint8Array, previous: number) => number): Checksum {
  let value = 0
  return {
    update(chunk) {
      value = next(chunk, value)
    },
    digest() {
      const bytes = Buffer.alloc(4)
      bytes.writeUInt32BE(value)
      return bytes.toString('base64')
    },
  }
}

function growing64(): Checksum {
  let value: Crc64 = { high: 0, low: 0 }
  return {
    update(chunk) {
      value = crc64nvme(chunk, value)
    },
    digest() {
      const bytes = Buffer.alloc(8)
      bytes.writeUInt32BE(value.high)
      bytes.writeUInt32BE(value.low, 4)
      return bytes.toString('base64')
    },
  }
}

function hashing(name: string): Checksum {
  const hash = createHash(name)
  return {
    update: (chunk) => void hash.update(chunk),
    digest: () => hash.digest('base64'),
  }
}
