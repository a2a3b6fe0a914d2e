import { type ChildProcess, spawn } from 'node:child_process'
import type { Socket } from 'node:net'

/** Sees to it that nothing outlives the emulator, even one that is killed and can clean up nothing itself. */
export interface Reaper {
  /** Tells it what there is now; only the last that it was told counts. */
  watch(words: Iterable<string | number>): void
  /** Ends it, so that it does nothing more: the process that started it has cleaned up. */
  close(): void
}

/** What a reaper does once the emulator is dead. */
export interface LastWill {
  /** A program of the shell. `$watched` holds the words that it was told last. */
  readonly script: string
  /** The script's `$1` and so on. */
  readonly arguments: readonly string[]
  readonly environment?: Readonly<Record<string, string | undefined>>
}

/** Each line that it reads is all there is to be told. When its input ends, the emulator has died. */
const waiting = `
watched=
while read -r line; do watched=$line; done
`

/** Starts a small shell process beside the emulator that outlives it for a moment. */
export function startReaper({ script, arguments: words, environment = {} }: LastWill): Reaper {
  // Windows has neither process groups nor this shell; there, only an orderly end cleans up.
  if (process.platform === 'win32') return { watch() {}, close() {} }
  const shell = spawn('/bin/sh', ['-c', waiting + script, 'byo-local-reaper', ...words], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
    env: environment,
  })
  letGo(shell)
  return {
    watch(watched) {
      shell.stdin?.write(`${[...watched].join(' ')}\n`)
    },
    close() {
      shell.kill('SIGKILL')
    },
  }
}

/** Keeps the helper from holding the emulator's event loop open, or failing it. */
function letGo(shell: ChildProcess): void {
  shell.on('error', () => {})
  shell.unref()
  shell.stdin?.on('error', () => {})
  ;(shell.stdin as Socket | null)?.unref()
}
