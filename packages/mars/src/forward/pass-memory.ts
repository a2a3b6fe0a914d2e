// The memory of a forward pass: that of a kernel, of a size known beforehand, or ordinary memory where there
// is no kernel or not enough of its memory.
import {
  borrowKernel,
  bytesOfArray,
  bytesOfKernel,
  createKernel,
  type Kernel,
  returnKernel,
} from '../kernel/kernel.ts'
import { kernelMemory } from '../kernel/kernel-memory.ts'
import { ownMemory, type WorkMemory } from '../kernel/memory.ts'
import type { ForwardSettings } from '../options/forward-settings.ts'
import type { TrainingColumns } from './forward-problem.ts'
import { bytesOfParents, bytesOfScreen } from './screen/screen-work.ts'

/** The memory of a forward pass on this thread alone, and what gives it back once nobody looks at it any more. */
export function borrowMemory(
  columns: TrainingColumns,
  settings: ForwardSettings,
): { readonly memory: WorkMemory; giveBack(): void } {
  const kernel = settings.webAssembly ? borrowKernel(bytesOfPass(columns, settings, null)) : null
  if (kernel === null) return { memory: ownMemory, giveBack: () => {} }
  return { memory: kernelMemory(kernel, ownMemory), giveBack: () => returnKernel(kernel) }
}

/** A kernel whose memory has room for a forward pass of so many threads; null where there is none, or none is wanted. */
export function createSharedKernel(
  columns: TrainingColumns,
  settings: ForwardSettings,
  threads: number,
): Kernel | null {
  if (!settings.webAssembly) return null
  return createKernel(bytesOfPass(columns, settings, threads), true)
}

/** The bytes that a pass takes at most; what threads share includes the design. */
function bytesOfPass(
  { design, responses }: TrainingColumns,
  settings: ForwardSettings,
  threads: number | null,
): number {
  const rows = responses[0].length
  const searches = threads ?? 1
  const shared = threads === null ? 0 : design.length
  const terms = 2 * (settings.nk + 1)
  // A search has two linear candidates and two columns for the start of a sweep; responses are there twice.
  const columns = shared + terms + 2 * responses.length + 4 * searches
  const size = { rows, predictors: design.length, responses: responses.length }
  const predictors = Math.ceil(design.length / searches)
  return (
    bytesOfKernel(searches + 1) +
    columns * bytesOfArray(8 * rows) +
    searches * bytesOfScreen(rows, predictors, settings) +
    bytesOfParents(settings.degree === 1 ? 1 : settings.nk, size, settings)
  )
}
