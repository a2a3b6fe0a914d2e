import type { Kernel } from './kernel.ts'
import type { WorkMemory } from './memory.ts'

/** A kernel's memory as work memory; for what there is no room for, `rest`. */
export function kernelMemory({ memory, place }: Kernel, rest: WorkMemory): WorkMemory {
  const { buffer } = memory
  return {
    float64(length) {
      const at = place(8 * length)
      return at === null ? rest.float64(length) : new Float64Array(buffer, at, length)
    },
    uint32(length) {
      const at = place(4 * length)
      return at === null ? rest.uint32(length) : new Uint32Array(buffer, at, length)
    },
    uint16(length) {
      const at = place(2 * length)
      return at === null ? rest.uint16(length) : new Uint16Array(buffer, at, length)
    },
  }
}
