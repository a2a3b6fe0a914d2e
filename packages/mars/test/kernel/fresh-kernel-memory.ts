import { createKernel } from '../../src/kernel/kernel.ts'
import { kernelMemory } from '../../src/kernel/kernel-memory.ts'
import { ownMemory, type WorkMemory } from '../../src/kernel/memory.ts'

/** The memory of a new kernel, of 4 MiB unless told; it has to be there. */
export function freshKernelMemory(bytes = 2 ** 22, shared = false): WorkMemory {
  const kernel = createKernel(bytes, shared)
  if (kernel === null) throw new Error('there is no WebAssembly')
  return kernelMemory(kernel, ownMemory)
}
