import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process'
import { ContainerError } from '../errors.ts'
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
  const ended = new Promise<Ending>((resolve, reject) => {
    child.on('error', (cause) => {
      ending ??= { code: null, signal: null }
      reject(
        new ContainerError('usage', `${command} cannot be started: ${cause.message}.`, { cause }),
      )
    })
    // A grandchild may hold the pipes open for ever, so that the process's own end is what counts.
    child.on('exit', (code, signal) => {
      setImmediate(() => {
        ending = { code, signal }
        resolve(ending)
      })
    })
  })
  ended.catch(() => {})
  return { child, ended, ending: () => ending, output: () => printed }
}

/** More than anyone reads, and little enough for a program that prints without end. */
const keptChars = 200_000
