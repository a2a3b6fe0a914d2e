import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process'
import type { Ending, Run } from './subject.ts'

/** A child process as a run, without the ways to end it. */
export type ChildRun = Omit<Run, 'terminate' | 'kill'> & { readonly child: ChildProcess }

/** Starts a child process and keeps what it prints. */
export function startChild(
  command: string,
  words: readonly string[],
  options: SpawnOptions,
): ChildRun {
  const child = spawn(command, words, { ...options, stdio: ['ignore', 'pipe', 'pipe'] })
  let printed = ''
  const keep = (text: string) => {
    printed = (printed + text).slice(-keptChars)
  }
  child.stdout?.setEncoding('utf8').on('data', keep)
  child.stderr?.setEncoding('utf8').on('data', keep)

  let ending: Ending | undefined
  const ended = new Promise<Ending>((resolve) => {
    child.on('error', (error) => {
      keep(`${error.message}\n`)
      if (child.pid === undefined) end(127, null)
    })
    // A grandchild may hold the pipes open for ever, so that the process's own end is what counts.
    child.on('exit', (code, signal) => setImmediate(() => end(code, signal)))
    function end(code: number | null, signal: string | null): void {
      ending ??= { code, signal }
      resolve(ending)
    }
  })
  return { child, ended, ending: () => ending, output: () => printed }
}

/** More than anyone reads, and little enough for a program that prints without end. */
const keptChars = 200_000
