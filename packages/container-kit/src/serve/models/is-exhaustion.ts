import { HttpError } from '../../errors.ts'
import { causesOf } from '../../lifecycle/describe-error.ts'

/** Says whether an error, or what caused it, is a want of memory, disk, files or threads, which other models may hold. */
export function isExhaustion(error: unknown): boolean {
  return [error, ...causesOf(error)].some(
    (one) =>
      (one instanceof Error && 'code' in one && exhaustionCodes.has(String(one.code))) ||
      (one instanceof Error && one.name === 'RangeError' && noBuffer.test(one.message)) ||
      (one instanceof HttpError && one.statusCode === 507),
  )
}

const exhaustionCodes: ReadonlySet<string> = new Set([
  'ENOMEM',
  'EMFILE',
  'ENFILE',
  'ENOSPC',
  'EDQUOT',
  // What fork and clone say where there may be no more processes or threads.
  'EAGAIN',
  'ERR_WORKER_OUT_OF_MEMORY',
  'ERR_WORKER_INIT_FAILED',
  'ERR_MEMORY_ALLOCATION_FAILED',
])

/** V8 gives these errors no code, and from other threads they come without their class: of an ArrayBuffer, and of WebAssembly's memory. */
const noBuffer = /^Array buffer allocation failed|could not allocate memory/
