// Columns on their way to another thread. What lies on the memory of a kernel that both have goes as an
// address, so that the kernel there finds it on its own memory; all else goes as it is.
import type { Kernel } from './kernel.ts'

/** A column as it travels: an address, or itself. */
export type SentColumn = number | Float64Array

/** Makes a column ready to travel to where this kernel is joined. */
export function sentColumn(column: Float64Array, kernel: Kernel | null): SentColumn {
  return column.buffer === kernel?.memory.buffer ? column.byteOffset : column
}

/** The column of so many rows that was sent. */
export function receivedColumn(
  sent: SentColumn,
  rows: number,
  kernel: Kernel | null,
): Float64Array {
  if (typeof sent !== 'number') return sent
  if (kernel === null) throw new Error('a column was sent by its address, but no memory')
  return new Float64Array(kernel.memory.buffer, sent, rows)
}
