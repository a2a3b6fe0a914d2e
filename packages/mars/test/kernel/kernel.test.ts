import { fitMars } from '@byo/mars'
import { afterEach, describe, expect, it, vi } from 'vitest'
import {
  borrowKernel,
  createKernel,
  joinKernel,
  kernelOf,
  returnKernel,
} from '../../src/kernel/kernel.ts'
import { kernelMemory } from '../../src/kernel/kernel-memory.ts'
import { ownMemory } from '../../src/kernel/memory.ts'
import { receivedColumn, sentColumn } from '../../src/kernel/sent-column.ts'
import { freshKernelMemory } from './fresh-kernel-memory.ts'

afterEach(() => {
  vi.unstubAllGlobals()
})

describe("a kernel's memory", () => {
  it('gives out zeros, each array from a cache line of its own on', () => {
    const memory = freshKernelMemory()
    const arrays = [memory.float64(3), memory.uint16(5), memory.uint32(17), memory.float64(1)]
    for (const array of arrays) {
      expect(array.every((value) => value === 0)).toBe(true)
      expect(array.byteOffset % 64).toBe(0)
    }
    const ends = arrays.map(({ byteOffset, byteLength }) => byteOffset + byteLength)
    const starts = arrays.slice(1).map(({ byteOffset }) => byteOffset)
    for (const [at, start] of starts.entries()) expect(start).toBeGreaterThanOrEqual(ends[at])
    expect(kernelOf(arrays[0], arrays)).not.toBeNull()
  })

  it('goes on elsewhere when it is full', () => {
    const memory = freshKernelMemory(65536)
    const inside = memory.float64(1000)
    const tooLarge = memory.float64(10_000)
    expect(tooLarge).toHaveLength(10_000)
    expect(kernelOf(inside, [tooLarge])).toBeNull()
    expect(kernelOf(inside, [memory.float64(1000)])).not.toBeNull()
  })

  it.each(['WebAssembly without SIMD', undefined])('is not there without %s', (named) => {
    const { Memory, Instance } = (globalThis as unknown as { WebAssembly: Record<string, unknown> })
      .WebAssembly
    const refuse = class {
      constructor() {
        throw new SyntaxError('invalid value type')
      }
    }
    vi.stubGlobal('WebAssembly', named && { Memory, Instance, Module: refuse })
    vi.resetModules()
    return import('../../src/kernel/kernel.ts').then((fresh) => {
      expect(fresh.createKernel(65536, false)).toBeNull()
    })
  })
})

describe('a kernel that is borrowed', () => {
  it('is clear for the next one who borrows it, if it is large enough', () => {
    const first = borrowKernel(100_000)
    if (first === null) throw new Error('there is no WebAssembly')
    const column = kernelMemory(first, ownMemory).float64(100).fill(7)
    expect(borrowKernel(100_000)).not.toBe(first)
    returnKernel(first)
    const next = borrowKernel(90_000)
    expect(next).toBe(first)
    expect(kernelMemory(first, ownMemory).float64(100).byteOffset).toBe(column.byteOffset)
    expect(column.every((value) => value === 0)).toBe(true)
    returnKernel(first)
    expect(borrowKernel(2 ** 20)).not.toBe(first)
  })

  it('serves a fit in the midst of another one', () => {
    const x = Float64Array.from({ length: 60 }, (_, i) => ((i * 37) % 60) / 60)
    const tables = [
      { x, y: x.map((value) => Math.sin(6 * value)) },
      { x, y: x.map((value) => Math.abs(value - 0.4)) },
    ] as const
    const alone = tables.map((table) => fitMars(table, 'y').value)
    const within: unknown[] = []
    const outer = fitMars(tables[0], 'y', {
      onProgress: () => within.push(fitMars(tables[1], 'y').value),
    })
    expect(outer.value).toEqual(alone[0])
    for (const value of within) expect(value).toEqual(alone[1])
    expect(within.length).toBeGreaterThan(0)
  })
})

describe('a kernel that threads share', () => {
  it('works on one memory, in which no place is given out twice', () => {
    const first = createKernel(2 ** 20, true)
    if (first === null) throw new Error('there is no WebAssembly')
    const second = joinKernel(first.memory)
    const own = kernelMemory(first, ownMemory).float64(4)
    const other = kernelMemory(second, ownMemory).float64(4)
    expect(own.buffer).toBe(other.buffer)
    expect(other.byteOffset).toBeGreaterThanOrEqual(own.byteOffset + own.byteLength)
    expect(second.scratch.byteOffset).not.toBe(first.scratch.byteOffset)
  })

  it('sends its columns by their addresses, and others as they are', () => {
    const kernel = createKernel(65536, true)
    if (kernel === null) throw new Error('there is no WebAssembly')
    const column = kernelMemory(kernel, ownMemory).float64(3)
    column.set([1, 2, 3])
    expect(sentColumn(column, kernel)).toBe(column.byteOffset)
    expect(receivedColumn(column.byteOffset, 3, joinKernel(kernel.memory))).toEqual(column)
    const foreign = Float64Array.of(4)
    expect(sentColumn(foreign, kernel)).toBe(foreign)
    expect(sentColumn(foreign, null)).toBe(foreign)
    expect(receivedColumn(foreign, 1, null)).toBe(foreign)
    expect(() => receivedColumn(64, 1, null)).toThrow('no memory')
  })
})
