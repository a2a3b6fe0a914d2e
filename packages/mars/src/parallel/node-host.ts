// Node's workers. This is the one file that knows Node: it asks `process` for modules where there is one
// (Node from 20.16, Deno, Bun), so that nothing of Node is imported and bundles for browsers stay whole.
import type { Host, HostPort, HostWorker } from './host.ts'

/** As much of Node as is used. */
interface NodeGlobals {
  readonly process?: {
    getBuiltinModule?<Name extends keyof NodeModules>(name: Name): NodeModules[Name] | undefined
  }
}

interface NodeModules {
  readonly worker_threads: {
    readonly Worker: new (
      program: string,
      options: { readonly eval: true; readonly execArgv: readonly string[] },
    ) => NodeWorker
    readonly parentPort: NodePort | null
  }
  readonly os: { availableParallelism(): number }
  readonly timers: {
    setImmediate(callback: () => void): void
    setTimeout(callback: () => void, milliseconds: number): NodeTimer
    clearTimeout(timer: NodeTimer): void
  }
  readonly fs: { readFileSync(path: string, encoding: 'utf8'): string }
}

interface NodeTimer {
  unref(): void
}

interface NodePort {
  on(event: string, listener: (value: unknown) => void): void
  postMessage(value: unknown, transfer: readonly ArrayBuffer[]): void
}

interface NodeWorker extends NodePort {
  ref(): void
  unref(): void
  terminate(): Promise<number>
}

/** Node; null where it is not. */
export function nodeHost(): Host | null {
  const threads = builtin('worker_threads')
  const timers = builtin('timers')
  const os = builtin('os')
  if (threads === undefined || timers === undefined || os === undefined) return null
  return {
    // Loaders and inspectors of the main program are no business of the worker's.
    startWorker: (program) => hostWorker(new threads.Worker(program, { eval: true, execArgv: [] })),
    parallelism: os.availableParallelism(),
    readText,
    turn: () => new Promise((resolve) => timers.setImmediate(resolve)),
    later: (milliseconds, callback) => {
      const timer = timers.setTimeout(callback, milliseconds)
      timer.unref()
      return () => timers.clearTimeout(timer)
    },
  }
}

/** The port inside one of Node's workers; null elsewhere. */
export function nodePort(): HostPort | null {
  const port = builtin('worker_threads')?.parentPort
  if (!port) return null
  return {
    listen: (received) => port.on('message', received),
    post: (value, transfer) => port.postMessage(value, transfer),
  }
}

/** One of Node's workers as the pool sees it. */
function hostWorker(worker: NodeWorker): HostWorker {
  let [received, failed] = [(_value: unknown): void => {}, (_reason: unknown): void => {}]
  worker.on('message', (value) => received(value))
  worker.on('messageerror', (reason) => failed(reason))
  worker.on('error', (reason) => failed(reason))
  worker.on('exit', (code) => failed(new Error(`it ended with code ${code}`)))
  return {
    post: (value, transfer) => worker.postMessage(value, transfer),
    listen: (...listeners) => {
      ;[received, failed] = listeners
    },
    hold: (held) => (held ? worker.ref() : worker.unref()),
    end: async () => {
      await worker.terminate()
    },
  }
}

/** The text of a file; undefined where it cannot be read. */
function readText(path: string): string | undefined {
  try {
    return builtin('fs')?.readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}

/** One of Node's own modules; undefined where there is none. */
function builtin<Name extends keyof NodeModules>(name: Name): NodeModules[Name] | undefined {
  const { process } = globalThis as NodeGlobals
  return process?.getBuiltinModule?.(name)
}
