import type { Server } from 'node:http'
import type { ContainerResources } from './container-resources.ts'
import type { ProgramThread, ThreadLine } from './thread.ts'

/**
 * All that a container asks of the process it runs in: words, environment, output, time, signals and the end.
 * Everything above takes one, so that tests can stand in for it.
 */
export interface Host {
  /** Words after the program's name. */
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string | undefined>>
  stdout(text: string): void
  stderr(text: string): void
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
  /** Opens a server to clients on all interfaces; resolves to the port, a free one for 0. */
  listen(server: Server, port: number): Promise<number>
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
