import { MarsError } from '../errors.ts'
import type { WorkMemory } from '../kernel/memory.ts'

/**
 * Memory that all workers see without a copy.
 *
 * @throws MarsError `no-threads` where memory cannot be shared.
 */
export const sharedMemory: WorkMemory = {
  float64: (length) => new Float64Array(shared(8 * length)),
  uint32: (length) => new Uint32Array(shared(4 * length)),
  uint16: (length) => new Uint16Array(shared(2 * length)),
}

/** So many bytes of zeros. */
function shared(bytes: number): SharedArrayBuffer {
  // Browsers leave the name out where pages may not share memory.
  if (typeof SharedArrayBuffer === 'undefined') {
    throw new MarsError(
      'no-threads',
      'Memory cannot be shared with workers here. A page of a browser has to be sent with the headers "Cross-Origin-Opener-Policy: same-origin" and "Cross-Origin-Embedder-Policy: require-corp"; or go without threads.',
    )
  }
  return new SharedArrayBuffer(bytes)
}
