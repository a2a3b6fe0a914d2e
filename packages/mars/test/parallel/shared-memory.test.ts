import { describe, expect, it, vi } from 'vitest'
import { sharedMemory } from '../../src/parallel/shared-memory.ts'

describe('shared memory', () => {
  it('is zeros that workers see', () => {
    for (const array of [sharedMemory.float64(4), sharedMemory.uint32(4), sharedMemory.uint16(4)]) {
      expect([...array]).toEqual([0, 0, 0, 0])
      expect(array.buffer).toBeInstanceOf(SharedArrayBuffer)
    }
  })

  it('names the headers that a page needs where memory cannot be shared', () => {
    vi.stubGlobal('SharedArrayBuffer', undefined)
    try {
      expect(() => sharedMemory.float64(4)).toThrow(
        /Cross-Origin-Opener-Policy.*Cross-Origin-Embedder-Policy/,
      )
    } finally {
      vi.unstubAllGlobals()
    }
  })
})
