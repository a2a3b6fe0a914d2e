// ZIP, as far as archives of arrays need it: the end record (PK\5\6) says where the directory is, its entries (PK\1\2)
// say where each file is (PK\3\4) and how long, stored (method 0) or deflated (8).
// https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
import { crc32, inflateRawSync } from 'node:zlib'
import { limits } from '../contract/limits.ts'
import { HttpError } from '../errors.ts'

/** A file of an archive. */
export interface ZipEntry {
  readonly name: string
  readonly bytes: Uint8Array
}

/** Returns the files of an archive; HttpError 400 where it is none, 413 where they are too large. */
export function readZip(body: Uint8Array): readonly ZipEntry[] {
  const zip = Buffer.from(body.buffer, body.byteOffset, body.length)
  const end = zip.lastIndexOf('PK\x05\x06', undefined, 'latin1')
  if (end === -1 || end + 22 > zip.length) throw damaged('its directory is missing')
  const count = zip.readUInt16LE(end + 10)
  const entries: ZipEntry[] = []
  let at = zip.readUInt32LE(end + 16)
  let total = 0
  for (let i = 0; i < count; i++) {
    if (at + 46 > end || zip.readUInt32LE(at) !== directorySignature) {
      throw damaged(`its directory has fewer than ${count} entries`)
    }
    total += zip.readUInt32LE(at + 24)
    if (total > limits.batchPayloadBytes) {
      throw new HttpError(413, 'The files in the request body are larger than 100 MB: send fewer.')
    }
    const nameEnd = at + 46 + zip.readUInt16LE(at + 28)
    const name = zip.toString('utf8', at + 46, Math.min(nameEnd, end))
    entries.push({ name, bytes: fileOf(zip, at, name) })
    at = nameEnd + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32)
  }
  return entries
}

/** The bytes of the file that an entry of the directory stands for. */
function fileOf(zip: Buffer, entry: number, name: string): Uint8Array {
  const quoted = JSON.stringify(name)
  const method = zip.readUInt16LE(entry + 10)
  const start = zip.readUInt32LE(entry + 42)
  if (start + 30 > zip.length || zip.readUInt32LE(start) !== fileSignature) {
    throw damaged(`${quoted} is missing`)
  }
  const from = start + 30 + zip.readUInt16LE(start + 26) + zip.readUInt16LE(start + 28)
  const packed = zip.subarray(from, from + zip.readUInt32LE(entry + 20))
  const size = zip.readUInt32LE(entry + 24)
  if (method !== 0 && method !== 8) throw damaged(`${quoted} is packed by the method ${method}`)
  const bytes = method === 0 ? packed : inflated(packed, size, quoted)
  if (bytes.length !== size || crc32(bytes) !== zip.readUInt32LE(entry + 16)) {
    throw damaged(`${quoted} is not what the directory says`)
  }
  return bytes
}

/** No more than the directory says is ever unpacked. */
function inflated(packed: Uint8Array, size: number, quoted: string): Uint8Array {
  try {
    return inflateRawSync(packed, { maxOutputLength: Math.max(size, 1) })
  } catch (cause) {
    throw damaged(`${quoted} cannot be unpacked`, cause)
  }
}

function damaged(reason: string, cause?: unknown): HttpError {
  return new HttpError(400, `The request body is no ZIP archive that can be read: ${reason}.`, {
    cause,
  })
}

const directorySignature = 0x02014b50
const fileSignature = 0x04034b50
