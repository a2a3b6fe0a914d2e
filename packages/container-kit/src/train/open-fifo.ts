// Opening a FIFO waits in the kernel until somebody opens its other end. In Node's pool of four threads, four
// channels that wait would keep everything else from its files, so each waits in a thread of its own.
import { closeSync, constants, openSync } from 'node:fs'
import { Socket } from 'node:net'
import type { Readable } from 'node:stream'
import { Worker } from 'node:worker_threads'

/** Opens a FIFO for reading once a writer is there; stops waiting when the signal says so. */
export function openFifo(path: string, signal: AbortSignal): Promise<Readable> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(waiter, { eval: true, workerData: path, trackUnmanagedFds: false })
    const stopWaiting = () => {
      reject(signal.reason)
      wake(path)
    }
    signal.addEventListener('abort', stopWaiting, { once: true })
    const settle = () => signal.removeEventListener('abort', stopWaiting)
    worker.once('message', (fd: number) => {
      settle()
      if (signal.aborted) closeSync(fd)
      else resolve(new Socket({ fd, readable: true, writable: false }))
    })
    worker.once('error', (error) => {
      settle()
      reject(error)
    })
  })
}

/** Ends the wait of a reader: a writer comes and goes. */
function wake(path: string): void {
  try {
    closeSync(openSync(path, constants.O_WRONLY | constants.O_NONBLOCK))
  } catch {
    // Nobody waits any more.
  }
}

/** The program of the thread that waits. */
const waiter = `
const { parentPort, workerData } = require('node:worker_threads')
parentPort.postMessage(require('node:fs').openSync(workerData, 'r'))
`
