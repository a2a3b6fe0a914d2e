import { describe, expect, it, vi } from 'vitest'
import { sharedColumn } from '../../src/parallel/shared-column.ts'

describe('a shared column', () => {
  it('is zeros on shared memory', () => {
    const column = sharedColumn(4)
    expect([...column]).toEqual([0, 0, 0, 0])
    expect(column.buffer).toBeInstanceOf(SharedArrayBuffer)
  })

  it('names the headers that a page needs where memory cannot be shared', () => {
    vi.stubGlobal('SharedArrayBuffer', undefined)
    try {
      expect(() => sharedColumn(4)).toThrow(
        /Cross-Origin-Opener-Policy.*Cross-Origin-Embedder-Policy/,
      )
    } finally {
      vi.unstubAllGlobals()
    }
  })
})
