import { MarsError } from '../errors.ts'

/**
 * A column of zeros that all workers see without a copy: a Float64Array on shared memory.
 *
 * @throws MarsError `no-threads` where memory cannot be shared.
 */
export function sharedColumn(length: number): Float64Array<SharedArrayBuffer> {
  // Browsers leave the name out where pages may not share memory.
  if (typeof SharedArrayBuffer === 'undefined') {
    throw new MarsError(
      'no-threads',
      'Memory cannot be shared with workers here. A page of a browser has to be sent with the headers "Cross-Origin-Opener-Policy: same-origin" and "Cross-Origin-Embedder-Policy: require-corp"; or go without threads.',
    )
  }
  return new Float64Array(new SharedArrayBuffer(length * Float64Array.BYTES_PER_ELEMENT))
}
