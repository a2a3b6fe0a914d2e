import { type ChildProcess, spawn } from 'node:child_process'
import type { Socket } from 'node:net'

/** Sees to it that nothing outlives the emulator, even one that is killed and can clean up nothing itself. */
export interface Reaper {
  /** Tells it which process groups are alive now. */
  watch(groups: Iterable<number>): void
  /** Ends it, so that it does nothing more: the process that started it has cleaned up. */
  close(): void
}

/**
 * Each line it reads is the whole list of process groups that live. When its input ends, because the
 * emulator died, it kills those of the last line and removes the folder.
 */
const script = `
groups=
while read -r line; do groups=$line; done
for group in $groups; do kill -s KILL -- "-$group" 2>/dev/null; done
rm -rf -- "$1"
`

/** Starts a small shell process beside the emulator that outlives it for a moment. */
export function startReaper(folder: string): Reaper {
  // Windows has neither process groups nor this shell; there, only an orderly end cleans up.
  if (process.platform === 'win32') return { watch() {}, close() {} }
  const shell = spawn('/bin/sh', ['-c', script, 'byo-local-reaper', folder], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
    env: {},
  })
  letGo(shell)
  return {
    watch(groups) {
      shell.stdin?.write(`${[...groups].join(' ')}\n`)
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
