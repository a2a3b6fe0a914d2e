// Web Workers, as browsers have them.
import type { Host, HostPort, HostWorker } from './host.ts'

/** As much of a browser as is used. */
interface WebGlobals {
  readonly Worker?: new (url: string) => WebWorker
  readonly Blob?: new (parts: readonly string[], options: { readonly type: string }) => object
  readonly URL?: { createObjectURL?(blob: object): string; revokeObjectURL(url: string): void }
  readonly MessageChannel?: new () => { readonly port1: WebChannelPort; readonly port2: WebPort }
  readonly navigator?: { readonly hardwareConcurrency?: number }
  setTimeout(callback: () => void, milliseconds: number): unknown
  clearTimeout(timer: unknown): void
}

/** What posts and receives: a worker, or the global object inside of it. */
interface WebPort {
  onmessage: ((event: { readonly data: unknown }) => void) | null
  postMessage(value: unknown, transfer: readonly ArrayBuffer[]): void
}

interface WebChannelPort extends WebPort {
  close(): void
}

interface WebWorker extends WebPort {
  onmessageerror: ((event: object) => void) | null
  onerror: ((event: { readonly message?: string }) => void) | null
  terminate(): void
}

/** The browser; null where there are no workers. */
export function webHost(): Host | null {
  const web = globalThis as unknown as WebGlobals
  const { Worker, Blob, URL, MessageChannel, navigator } = web
  if (Worker === undefined || Blob === undefined || URL?.createObjectURL === undefined) return null
  if (MessageChannel === undefined) return null
  return {
    startWorker: (program) => {
      const url = URL.createObjectURL!(new Blob([program], { type: 'text/javascript' }))
      return hostWorker(new Worker(url), () => URL.revokeObjectURL(url))
    },
    parallelism: navigator?.hardwareConcurrency ?? 1,
    readText: () => undefined,
    // Timers would wait for 4 ms each.
    turn: () =>
      new Promise((resolve) => {
        const { port1, port2 } = new MessageChannel()
        port1.onmessage = () => {
          port1.close()
          resolve()
        }
        port2.postMessage(null, [])
      }),
    later: (milliseconds, callback) => {
      const timer = web.setTimeout(callback, milliseconds)
      return () => web.clearTimeout(timer)
    },
  }
}

/** The port inside a Web Worker. */
export function webPort(): HostPort {
  const scope = globalThis as unknown as WebPort
  return {
    listen: (received) => {
      scope.onmessage = ({ data }) => received(data)
    },
    post: (value, transfer) => scope.postMessage(value, transfer),
  }
}

/** A Web Worker as the pool sees it; `release` frees the address of its program. */
function hostWorker(worker: WebWorker, release: () => void): HostWorker {
  return {
    post: (value, transfer) => worker.postMessage(value, transfer),
    listen: (received, failed) => {
      worker.onmessage = ({ data }) => received(data)
      worker.onmessageerror = () => failed(new Error('a message could not be read'))
      worker.onerror = ({ message }) =>
        failed(
          new Error(message ?? 'it was not started: does the page allow workers from blob: URLs?'),
        )
    },
    hold: () => {},
    end: async () => {
      worker.terminate()
      release()
    },
  }
}
