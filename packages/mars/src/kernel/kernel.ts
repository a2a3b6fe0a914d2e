// The kernel: the hot loops of a fit in WebAssembly (assembly/, compiled at build time and embedded). It
// works on arrays that lie on a memory of its own; whoever has a loop of which there is a twin in the kernel
// asks whether its arrays do, and else goes on in TypeScript. Both give the same bits.
import { kernelBytes, sharedKernelBytes } from '../generated/kernel-wasm.ts'
import type { KernelLoops } from './kernel-loops.ts'

/** A kernel and its memory. */
export interface Kernel {
  readonly memory: MemoryLike
  readonly loops: KernelLoops
  /** Room for eight numbers that a loop finds, of this thread's own. */
  readonly scratch: Float64Array
  /** The address of so many bytes of zeros, which are not given back one by one; null where there is no room. */
  place(bytes: number): number | null
  /** Gives back and clears all places but the scratch. */
  clear(): void
}

/** A WebAssembly.Memory: neither Node's types nor a browser's are assumed. */
export interface MemoryLike {
  readonly buffer: ArrayBufferLike
}

/** As much of WebAssembly as is used here. */
interface WebAssemblyLike {
  readonly Module: new (bytes: Uint8Array) => object
  readonly Memory: new (size: {
    readonly initial: number
    readonly maximum: number
    readonly shared: boolean
  }) => MemoryLike
  readonly Instance: new (module: object, imports: object) => { readonly exports: object }
}

/** Bytes that pass through the caches together. */
const lineBytes = 64

/** WebAssembly's unit of memory, in bytes. */
const pageBytes = 65536

/** More pages than these a memory cannot have. */
const mostPages = 65536

/** Modules once they are compiled, for all fits: on memory of one thread, and on shared memory. */
const compiled: { own?: object; shared?: object } = {}

/** The kernel of each memory. */
const kernels = new WeakMap<ArrayBufferLike, Kernel>()

/** Whether there ever was one, without which nothing needs to be looked up. */
let hasKernels = false

/** Bytes that a memory takes beside the arrays of so many threads. */
export function bytesOfKernel(threads: number): number {
  return lineBytes * (2 + threads)
}

/** Bytes that an array takes up in a memory. */
export function bytesOfArray(bytes: number): number {
  return Math.ceil(bytes / lineBytes) * lineBytes
}

/**
 * A kernel on a memory of so many bytes, at most 4 GiB, which are not taken before they are written to; null
 * where there is no WebAssembly with SIMD, or not as much to be had.
 */
export function createKernel(bytes: number, shared: boolean): Kernel | null {
  const pages = Math.min(mostPages, Math.ceil(bytes / pageBytes))
  try {
    const { Memory } = webAssembly()
    return kernelOn(new Memory({ initial: pages, maximum: pages, shared }), shared)
  } catch {
    return null
  }
}

/** A small kernel that nobody works on, for the next who borrows one. */
let spare: Kernel | null = null

/** Larger ones are not kept. */
const mostSpareBytes = 2 ** 22

/**
 * A kernel of this thread alone, as {@link createKernel} makes it, until it is returned: getting one takes longer
 * than fitting a small table.
 */
export function borrowKernel(bytes: number): Kernel | null {
  const kernel = spare
  if (kernel === null || kernel.memory.buffer.byteLength < bytes) return createKernel(bytes, false)
  spare = null
  kernel.clear()
  return kernel
}

/** Gives a borrowed kernel back, whose arrays nobody looks at any more. */
export function returnKernel(kernel: Kernel): void {
  if (kernel.memory.buffer.byteLength <= mostSpareBytes) spare = kernel
}

/** A kernel of this thread on memory that is shared with another one. */
export function joinKernel(memory: MemoryLike): Kernel {
  return kernelOn(memory, true)
}

/** The kernel on whose memory all these arrays lie; null where there is none. */
export function kernelOf(
  first: ArrayBufferView,
  others: readonly ArrayBufferView[],
): Kernel | null {
  if (!hasKernels) return null
  const kernel = kernels.get(first.buffer)
  if (kernel === undefined) return null
  return others.every(({ buffer }) => buffer === first.buffer) ? kernel : null
}

/** Instantiates the kernel on a memory. */
function kernelOn(memory: MemoryLike, shared: boolean): Kernel {
  const { place, clear } = placesIn(memory)
  const scratch = place(lineBytes)
  if (scratch === null) throw new RangeError('The memory has no room for a thread.')
  const { Module, Instance } = webAssembly()
  let module: object
  if (shared) module = compiled.shared ??= new Module(sharedKernelBytes)
  else module = compiled.own ??= new Module(kernelBytes)
  const { exports } = new Instance(module, { env: { memory } })
  const kernel = {
    memory,
    loops: exports as KernelLoops,
    scratch: new Float64Array(memory.buffer, scratch, lineBytes / 8),
    place,
    clear,
  }
  kernels.set(memory.buffer, kernel)
  hasKernels = true
  return kernel
}

/**
 * Hands out a memory, one place after the other, each from a new cache line on. Where threads share it, so
 * they do its first number, which counts the lines that are taken.
 */
function placesIn({ buffer }: MemoryLike): Pick<Kernel, 'place' | 'clear'> {
  const taken = new Int32Array(buffer, 0, 1)
  const lines = Math.floor(buffer.byteLength / lineBytes)
  return {
    place(bytes) {
      const count = Math.ceil(bytes / lineBytes)
      // The first line is the counter's own.
      const first = Atomics.add(taken, 0, count) + 1
      if (first + count <= lines) return first * lineBytes
      Atomics.sub(taken, 0, count)
      return null
    },
    clear() {
      new Uint8Array(buffer, 0, (taken[0] + 1) * lineBytes).fill(0)
      taken[0] = 1
    },
  }
}

/** WebAssembly, if there is any. */
function webAssembly(): WebAssemblyLike {
  return (globalThis as unknown as { readonly WebAssembly: WebAssemblyLike }).WebAssembly
}
