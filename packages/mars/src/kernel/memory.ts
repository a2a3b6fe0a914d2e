/**
 * Where the columns of a fit and the arrays that its passes work on lie: arrays are made, all zero, and never
 * given back.
 */
export interface WorkMemory {
  float64(length: number): Float64Array
  uint32(length: number): Uint32Array
  uint16(length: number): Uint16Array
}

/** Memory of this thread alone. */
export const ownMemory: WorkMemory = {
  float64: (length) => new Float64Array(length),
  uint32: (length) => new Uint32Array(length),
  uint16: (length) => new Uint16Array(length),
}

/** A copy of a column on a memory. */
export function copyOn(memory: WorkMemory, column: Float64Array): Float64Array {
  const copy = memory.float64(column.length)
  copy.set(column)
  return copy
}
