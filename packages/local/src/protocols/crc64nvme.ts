// CRC-64/NVME, reflected, polynomial 0xAD93D23594C93659, all ones before and after, as the NVM Express
// specification has it. Each 64-bit value is two 32-bit halves, since BigInt costs fifty times as much.

/** A CRC of 64 bits in two halves. */
export interface Crc64 {
  readonly high: number
  readonly low: number
}

const polynomial = { high: 0x9a6c9329, low: 0xac4bc9b5 }
const { highs, lows } = makeTable()

/** The CRC-64/NVME of a chunk after the chunks whose CRC is given. */
export function crc64nvme(chunk: Uint8Array, previous: Crc64 = { high: 0, low: 0 }): Crc64 {
  let high = ~previous.high
  let low = ~previous.low
  for (let index = 0; index < chunk.length; index++) {
    const entry = (low ^ chunk[index]!) & 255
    low = ((low >>> 8) | (high << 24)) ^ lows[entry]!
    high = (high >>> 8) ^ highs[entry]!
  }
  return { high: ~high >>> 0, low: ~low >>> 0 }
}

function makeTable(): { highs: Uint32Array; lows: Uint32Array } {
  const table = { highs: new Uint32Array(256), lows: new Uint32Array(256) }
  for (let byte = 0; byte < 256; byte++) {
    let high = 0
    let low = byte
    for (let bit = 0; bit < 8; bit++) {
      const odd = low & 1
      low = (low >>> 1) | (high << 31)
      high >>>= 1
      if (odd) {
        low ^= polynomial.low
        high ^= polynomial.high
      }
    }
    table.highs[byte] = high
    table.lows[byte] = low
  }
  return table
}
