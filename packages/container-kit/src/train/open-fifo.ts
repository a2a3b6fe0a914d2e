// Opening a FIFO waits in the kernel until somebody opens its other end. In Node's pool of four threads, four
// channels that wait would keep everything else from its files, so each waits in a thread of its own. A thread that
// waits there would keep the process from its end, too, so it is let through when nobody wants the stream any more.
import { closeSync, constants, openSync } from 'node:fs'
import { Socket } from 'node:net'
import type { Readable } from 'node:stream'
import { Worker } from 'node:worker_threads'
import { onAbort } from '../lifecycle/on-abort.ts'

/** Opens a FIFO for reading once a writer is there; stops waiting when the signal says so. */
export function openFifo(path: string, signal: AbortSignal): Promise<Readable> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(signal.reason)
      return
    }
    const worker = new Worker(waiter, { eval: true, workerData: path, trackUnmanagedFds: false })
    let bothEnds: number | undefined
    const stopListening = onAbort(signal, () => {
      reject(signal.reason)
      bothEnds = openBothEnds(path)
    })
    const settle = () => {
      stopListening()
      if (bothEnds !== undefined) closeSync(bothEnds)
    }
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

/** Lets a reader through that waits, or is about to; kept open until it has passed. */
function openBothEnds(path: string): number | undefined {
  try {
    return openSync(path, constants.O_RDWR | constants.O_NONBLOCK)
  } catch {
    // The FIFO is gone.
    return undefined
  }
}

/** The program of the thread that waits. */
const waiter = `
const { parentPort, workerData } = require('node:worker_threads')
parentPort.postMessage(require('node:fs').openSync(workerData, 'r'))
`
