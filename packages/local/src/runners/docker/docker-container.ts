import { spawn } from 'node:child_process'
import { defaultBaseDir, limits } from '@byo/container-kit/contract'
import type { Clock } from '../../state/clock.ts'
import { readLines } from '../line-reader.ts'
import type { Address, ContainerExit, RunningContainer } from '../runner.ts'
import { callDocker, type DockerCommand, DockerError } from './docker-command.ts'

/** A container to start, which `docker create` has made. */
export interface CreatedContainer {
  readonly name: string
  readonly serves: boolean
  readonly onLine: (line: string) => void
  /** Called once after its end, when its last line was taken. Never rejects. */
  readonly onEnd: () => Promise<void>
}

/** What `docker inspect` says of a container. */
interface Inspection {
  readonly State: { readonly Status: string }
  readonly NetworkSettings: {
    readonly Ports?: Readonly<Record<string, readonly { readonly HostPort: string }[] | null>>
    readonly Networks?: Readonly<Record<string, { readonly IPAddress?: string }>>
  }
}

/** The exit code of a container that is gone: somebody removed it by force. */
const removedExitCode = 137

/**
 * Starts a container and follows it to its end.
 *
 * @throws DockerError when the engine cannot start its program.
 */
export async function startContainer(
  docker: DockerCommand,
  { name, serves, onLine, onEnd }: CreatedContainer,
  clock: Clock,
): Promise<RunningContainer> {
  const output = attach(docker, name, onLine)
  const inspection = await waitUntilStarted(docker, name, { clock, output })
  output.release()

  const exited = output.closed.then(async (): Promise<ContainerExit> => {
    const told = await callDocker(docker, ['wait', name]).catch(() => '')
    const exitCode = /^\d+$/.test(told) ? Number(told) : removedExitCode
    await onEnd()
    return { exitCode }
  })
  const signal = (word: string) => callDocker(docker, ['kill', '--signal', word, name])
  return {
    address: serves ? addressOf(inspection) : undefined,
    optMl: defaultBaseDir,
    exited,
    async stop(graceMilliseconds) {
      const stopped = new AbortController()
      // A signal that could not be sent is no reason to fail: the exit is what counts.
      await signal('TERM').catch(() => {})
      const killed = clock.sleep(graceMilliseconds, stopped.signal).then(
        () => signal('KILL').catch(() => {}),
        () => {},
      )
      const exit = await exited
      stopped.abort()
      await killed
      return exit
    },
  }
}

interface AttachedOutput {
  /** Resolves when the container has ended, or could not be started, and all its output was read. */
  readonly closed: Promise<void>
  readonly isClosed: () => boolean
  /** Gives lines to the log from now on, first those so far: they may have been docker's own complaint. */
  release(): void
}

/** Starts a container with its output attached, so that nothing of it is lost. */
function attach(
  docker: DockerCommand,
  name: string,
  onLine: (line: string) => void,
): AttachedOutput {
  const held: string[] = []
  let take = (line: string): void => void held.push(line)
  let isClosed = false
  // In a group of its own, so that a terminal's Ctrl-C reaches the emulator only.
  const child = spawn(docker.program, ['start', '--attach', name], {
    env: docker.environment,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  child.on('error', () => {})
  readLines(child.stdout, (line) => take(line))
  readLines(child.stderr, (line) => take(line))
  return {
    closed: new Promise((resolve) => {
      child.once('close', () => {
        isClosed = true
        resolve()
      })
    }),
    isClosed: () => isClosed,
    release() {
      take = onLine
      for (const line of held) onLine(line)
    },
  }
}

interface Following {
  readonly clock: Clock
  readonly output: AttachedOutput
}

/** Asks, at first often, whether the container runs, or has run already. */
async function waitUntilStarted(
  docker: DockerCommand,
  name: string,
  { clock, output }: Following,
): Promise<Inspection> {
  for (let pause = 10; ; pause = Math.min(pause * 1.5, 500)) {
    const isOver = output.isClosed()
    const [inspection] = JSON.parse(await callDocker(docker, ['inspect', name])) as [Inspection]
    if (inspection.State.Status !== 'created') return inspection
    if (isOver) return findReason(docker, name)
    await clock.sleep(pause)
  }
}

/** A container that was never started is started again, without its output, because then docker says why it can't be. */
async function findReason(docker: DockerCommand, name: string): Promise<never> {
  await callDocker(docker, ['start', name])
  throw new DockerError('it did not start at first, for no reason that the engine gave')
}

/** Where this machine reaches a server: the published port or, where none can be, the container itself. */
function addressOf({ NetworkSettings: { Ports, Networks } }: Inspection): Address | undefined {
  const published = Ports?.[`${limits.defaultPort}/tcp`]?.[0]?.HostPort
  if (published !== undefined) return { host: '127.0.0.1', port: Number(published) }
  const host = Object.values(Networks ?? {}).find(({ IPAddress }) => IPAddress)?.IPAddress
  return host === undefined ? undefined : { host, port: limits.defaultPort }
}
