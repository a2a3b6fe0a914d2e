import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { limits } from '../contract/limits.ts'
import { ChildProcessError } from '../errors.ts'
import { causesOf, describeError, stackOf } from '../lifecycle/describe-error.ts'

/**
 * Writes `output/failure`, which becomes the job's FailureReason, and waits until the disk has it. A file that
 * the program wrote itself is kept.
 */
export function writeFailureFile(path: string, error: unknown): void {
  if (existsSync(path)) return
  mkdirSync(dirname(path), { recursive: true })
  const file = openSync(path, 'w')
  try {
    writeSync(file, failureReason(error))
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}

/**
 * Returns the reason of a failure in at most 1024 characters, counted as code points: what happened first, then
 * what caused it, then the last words of a program that failed, or as much of the stack as fits. Errors with a code state a fact and
 * need no stack.
 */
export function failureReason(error: unknown): string {
  const parts = [describeError(error)]
  const causes = causesOf(error)
  for (const sentence of causes.map(describeError)) {
    if (!parts.some((part) => part.includes(sentence))) parts.push(`Caused by: ${sentence}`)
  }
  const child = [error, ...causes].find((each) => each instanceof ChildProcessError)
  if (child !== undefined) parts.push(child.stderrTail)
  else if (!hasCode(error)) parts.push(stackOf(causes.at(-1) ?? error))
  return [...parts.filter((part) => part !== '').join('\n')]
    .slice(0, limits.failureReasonChars)
    .join('')
}

function hasCode(error: unknown): boolean {
  return error instanceof Error && 'code' in error && typeof error.code === 'string'
}
