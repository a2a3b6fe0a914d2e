import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { once } from 'node:events'
import { constants } from 'node:os'
import type { Readable } from 'node:stream'
import { JobError } from '../errors.ts'
import type { Clock } from '../state/clock.ts'
import { readLines } from './line-reader.ts'
import { killMarked } from './marked-processes.ts'
import type { Address, ContainerExit, RunningContainer } from './runner.ts'

type Child = ChildProcessByStdio<null, Readable, Readable>

/** How to start a child process in the place of a container. */
export interface ChildCommand {
  readonly program: string
  readonly arguments: readonly string[]
  readonly workingDir: string
  readonly environment: Readonly<Record<string, string>>
  /** What `environment` marks its processes with. */
  readonly mark: string
  readonly address: Address | undefined
  readonly optMl: string
  readonly onLine: (line: string) => void
  /** Called once when it has ended, or could not be started. Never rejects. */
  readonly onEnd: () => Promise<void>
}

/** A container that is a child process, the process group that it leads, and all that bears its mark. */
export interface ChildContainer extends RunningContainer {
  /** The number of its process group. */
  readonly group: number
  /** Kills them all. */
  kill(): void
}

/** How long output may still come from a process that escaped and outlives the program. */
const lastOutputMilliseconds = 1000

/**
 * Starts a program in a process group of its own, so that a terminal's Ctrl-C reaches the emulator only
 * and whatever the program starts ends with it.
 *
 * @throws JobError when the program cannot be started.
 */
export async function startChild(command: ChildCommand, clock: Clock): Promise<ChildContainer> {
  const child: Child = spawn(command.program, command.arguments, {
    cwd: command.workingDir,
    env: command.environment,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  readLines(child.stdout, command.onLine)
  readLines(child.stderr, command.onLine)
  try {
    await once(child, 'spawn')
  } catch (cause) {
    await command.onEnd()
    throw new JobError(
      'CannotStartContainerError',
      `${command.program} did not start: ${String(cause)}`,
      {
        cause,
      },
    )
  }

  // A signal that could not be sent is no reason to fail: the exit is what counts.
  child.on('error', () => {})
  const group = child.pid as number
  // The marked ones first, because they lead to those of their children that are not marked.
  const killAll = (): void => {
    killMarked(command.mark)
    killGroup(group)
  }
  const exited = waitForExit(child, { killAll, onEnd: command.onEnd, clock })
  return {
    group,
    address: command.address,
    optMl: command.optMl,
    exited,
    kill: killAll,
    async stop(graceMilliseconds) {
      const stopped = new AbortController()
      // As `docker stop` does, SIGTERM goes to the program itself, SIGKILL to all that is left.
      child.kill('SIGTERM')
      const killed = clock.sleep(graceMilliseconds, stopped.signal).then(killAll, () => {})
      const exit = await exited
      stopped.abort()
      await killed
      return exit
    },
  }
}

interface EndOfChild extends Pick<ChildCommand, 'onEnd'> {
  readonly killAll: () => void
  readonly clock: Clock
}

/** Waits for the program's end, ends what it leaves behind, and lets its last lines arrive. */
async function waitForExit(
  child: Child,
  { killAll, onEnd, clock }: EndOfChild,
): Promise<ContainerExit> {
  const closed = new Promise((resolve) => child.once('close', resolve))
  const exitCode = await new Promise<number>((resolve) => {
    child.once('exit', (code, signal) =>
      resolve(code ?? 128 + constants.signals[signal ?? 'SIGKILL']),
    )
  })
  killAll()

  const heard = new AbortController()
  const silence = clock.sleep(lastOutputMilliseconds, heard.signal).then(
    () => {
      child.stdout.destroy()
      child.stderr.destroy()
    },
    () => {},
  )
  await closed
  heard.abort()
  await silence
  await onEnd()
  return { exitCode }
}

/** Kills every process of a group; a group that is gone already needs none. */
function killGroup(group: number): void {
  try {
    process.kill(-group, 'SIGKILL')
  } catch {
    // Everyone has left.
  }
}
