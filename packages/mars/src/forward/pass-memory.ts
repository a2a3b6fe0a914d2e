// The memory of a forward pass: that of a kernel, of a size known beforehand, or ordinary memory where there
// is no kernel or not enough of its memory.
import { bytesOfArray, bytesOfKernel, createKernel, type Kernel } from '../kernel/kernel.ts'
import { kernelMemory } from '../kernel/kernel-memory.ts'
import { ownMemory, type WorkMemory } from '../kernel/memory.ts'
import type { ForwardSettings } from '../options/forward-settings.ts'
import type { TrainingColumns } from './forward-problem.ts'
import { bytesOfParents, bytesOfScreen } from './screen/screen-work.ts'

/** The memory of a forward pass on this thread alone. */
export function memoryOfOne(columns: TrainingColumns, settings: ForwardSettings): WorkMemory {
  const kernel = createPassKernel(columns, settings, null)
  return kernel === null ? ownMemory : kernelMemory(kernel, ownMemory)
}

/** With fewer rows getting a kernel takes longer than it saves. */
const fewestRows = 500

/**
 * A kernel whose memory has room for a forward pass, for the given number of threads that share it or null
 * for this one alone; null where there is none, or none is wanted.
 */
export function createPassKernel(
  columns: TrainingColumns,
  settings: ForwardSettings,
  threads: number | null,
): Kernel | null {
  if (!settings.webAssembly || columns.responses[0].length < fewestRows) return null
  return createKernel(bytesOfPass(columns, settings, threads), threads !== null)
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
