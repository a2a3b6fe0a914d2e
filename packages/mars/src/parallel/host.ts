// What the package takes from where it runs, which is Node, something that has Node's modules, or a
// browser; nothing else in it asks where it is.
import { nodeHost, nodePort } from './node-host.ts'
import { webHost, webPort } from './web-host.ts'

/** Where the package runs. */
export interface Host {
  /** Starts a worker; throws where that is not allowed. */
  startWorker(program: string): HostWorker
  /** How many threads the machine runs at once. */
  readonly parallelism: number
  /** The text of a file; undefined where it cannot be read. */
  readText(path: string): string | undefined
  /** Lets everything else that waits for this thread have its turn. */
  turn(): Promise<void>
  /** Calls back after some milliseconds unless it is taken back; does not keep the process alive. */
  later(milliseconds: number, callback: () => void): () => void
}

/** A worker as the pool sees it. */
export interface HostWorker {
  /** Sends a value; the buffers named go over to the worker. */
  post(value: unknown, transfer: readonly ArrayBuffer[]): void
  /** Says what is done from now on with each value from the worker, and when it fails or ends by itself. */
  listen(received: (value: unknown) => void, failed: (reason: unknown) => void): void
  /** Whether the worker keeps the process alive, where workers do. */
  hold(held: boolean): void
  /** Ends the worker at once, whatever it is doing. */
  end(): Promise<void>
}

/** The way from inside a worker to the thread that started it. */
export interface HostPort {
  /** Says what is done with each value from that thread. */
  listen(received: (value: unknown) => void): void
  /** Sends a value to it; the buffers named go over. */
  post(value: unknown, transfer: readonly ArrayBuffer[]): void
}

/** Where we are; null where there are no workers. */
export function currentHost(): Host | null {
  return nodeHost() ?? webHost()
}

/** The port of the worker that this is. */
export function currentPort(): HostPort {
  return nodePort() ?? webPort()
}
