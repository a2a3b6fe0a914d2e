// CRC-32C (Castagnoli), reflected, polynomial 0x1EDC6F41, as RFC 3720 has it. Eight tables take eight
// bytes a step ("slicing by 8"), some five times the speed of one table and one byte a step.

const polynomial = 0x82f63b78
const tables = makeTables()

/** The CRC-32C of a chunk after the chunks whose CRC is given; 0 before the first. */
export function crc32c(chunk: Uint8Array, previous = 0): number {
  const [t0, t1, t2, t3, t4, t5, t6, t7] = tables as unknown as Tables
  let crc = ~previous
  let index = 0
  for (const end = chunk.length - 7; index < end; index += 8) {
    crc ^=
      chunk[index]! |
      (chunk[index + 1]! << 8) |
      (chunk[index + 2]! << 16) |
      (chunk[index + 3]! << 24)
    crc =
      t7[crc & 255]! ^
      t6[(crc >>> 8) & 255]! ^
      t5[(crc >>> 16) & 255]! ^
      t4[crc >>> 24]! ^
      t3[chunk[index + 4]!]! ^
      t2[chunk[index + 5]!]! ^
      t1[chunk[index + 6]!]! ^
      t0[chunk[index + 7]!]!
  }
  for (; index < chunk.length; index++) crc = (crc >>> 8) ^ t0[(crc ^ chunk[index]!) & 255]!
  return ~crc >>> 0
}

type Table = Uint32Array
type Tables = readonly [Table, Table, Table, Table, Table, Table, Table, Table]

/** Table k gives the effect of a byte that is followed by k zero bytes. */
function makeTables(): Uint32Array[] {
  const first = Uint32Array.from({ length: 256 }, (_, byte) => {
    let crc = byte
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ polynomial : crc >>> 1
    return crc
  })
  const made = [first]
  for (let k = 1; k < 8; k++) {
    const before = made[k - 1]!
    made.push(before.map((crc) => (crc >>> 8) ^ first[crc & 255]!))
  }
  return made
}
