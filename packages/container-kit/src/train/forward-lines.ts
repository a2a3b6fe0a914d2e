/**
 * Passes on what a program prints, byte for byte, in pieces that end where a line ends, so that lines of others cannot
 * come between. The next piece is read once the last is written. A last line without a line end gets one.
 */
export async function forwardLines(
  source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  write: (lines: Uint8Array) => Promise<void>,
): Promise<void> {
  let held: Uint8Array[] = []
  let heldBytes = 0
  for await (const chunk of source) {
    const end = chunk.lastIndexOf(lineFeed) + 1
    held.push(end === 0 ? chunk : chunk.subarray(0, end))
    heldBytes += chunk.length
    if (end === 0 && heldBytes < mostHeldBytes) continue
    await write(Buffer.concat(held))
    held = end > 0 && end < chunk.length ? [chunk.subarray(end)] : []
    heldBytes = held.length > 0 ? chunk.length - end : 0
  }
  if (held.length > 0) await write(Buffer.concat([...held, Uint8Array.of(lineFeed)]))
}

const lineFeed = 0x0a

/** A program that never ends its line must not fill the memory; CloudWatch cuts lines long before. */
const mostHeldBytes = 16 * 2 ** 20
