import type { Server } from 'node:http'
import type { ContainerResources } from './container-resources.ts'
import type { ProgramThread, ThreadLine } from './thread.ts'

/**
 * All that a container asks of the process it runs in: words, environment, output, time, signals and the end.
 * Everything above takes one, so that tests can stand in for it.
 */
export interface Host {
  /** The name that the program was started by, without its folder. */
  readonly programName: string
  readonly processId: number
  /** Such as `20.19.0`. */
  readonly nodeVersion: string
  /** Words after the program's name. */
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string | undefined>>
  stdout(text: string): void
  stderr(text: string): void
  /** Writes bytes as they are to stdout or stderr; resolves once they have left, or nobody takes them any more. */
  forward(to: 'stdout' | 'stderr', bytes: Uint8Array): Promise<void>
  /** Resolves when all that was written before has left. */
  flush(): Promise<void>
  now(): Date
  /** Milliseconds since some moment, with fractions, for durations. */
  milliseconds(): number
  /** A new random identifier. */
  randomId(): string
  /** Memory that the process holds, in bytes. */
  residentBytes(): number
  /** What the process may use of its machine. */
  resources(): ContainerResources
  /** The line to the thread that started this one by `startThread`; undefined in a process's own thread. */
  readonly starter: ThreadLine | undefined
  /**
   * Starts the program's own file once more, in a thread with so much memory for JavaScript, Infinity for Node's choice.
   *
   * @throws ContainerError with code `usage` where there is no such file.
   */
  startThread(heapMegabytes: number): ProgramThread
  /** Calls back after some milliseconds unless the returned function is called first; never keeps the process alive. */
  after(milliseconds: number, callback: () => void): () => void
  /** Resolves after some milliseconds, or as soon as the signal is aborted; keeps the process alive. */
  pause(milliseconds: number, signal: AbortSignal): Promise<void>
  /** Resolves when everything else that is ready has had its turn. */
  letOthersWork(): Promise<void>
  /** Opens a server to clients on all interfaces; resolves to the port, a free one for 0. */
  listen(server: Server, port: number): Promise<number>
  /** Sends a signal to all processes of a group, if there are any. */
  signalGroup(id: number, signal: NodeJS.Signals): void
  /** Resolves if a host name has an address, rejects if not. */
  lookUp(name: string): Promise<unknown>
  /** Calls back at each SIGTERM or SIGINT; from now on they do not end the process. */
  onSignal(callback: (signal: StopSignal) => void): void
  /** Calls back for what nobody caught: a thrown value or a rejected promise. */
  onCrash(callback: (error: unknown) => void): void
  /**
   * Calls back, synchronously and last, when the process ends by itself or through `process.exit`; what is
   * returned becomes its exit code. The returned function takes this back.
   */
  onExit(callback: (code: number) => number): () => void
  /** Ends the process once all output is written. */
  exit(code: number): Promise<never>
}

/** Signals by which the platform, a shell or a parent asks for an end. */
export type StopSignal = 'SIGTERM' | 'SIGINT'
