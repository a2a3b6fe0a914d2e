import { StringDecoder } from 'node:string_decoder'
import { parentPort, Worker, workerData } from 'node:worker_threads'
import { ContainerError } from '../errors.ts'
import type { ProgramThread, ThreadLine } from './thread.ts'

/** A stream of a thread that prints. */
type Output = 'stdout' | 'stderr'

/** What a thread has to say: a message, or text that it prints. */
type Sent = { readonly message: unknown } | { readonly output: Output; readonly text: string }

/** How a thread is started. */
interface ThreadStart {
  /** The program's file, undefined if there is none. */
  readonly file: string | undefined
  /** Words after the program's name. */
  readonly args: readonly string[]
  /** Megabytes of JavaScript's memory, Node's own choice if Infinity. */
  readonly heapMegabytes: number
  readonly print: Readonly<Record<Output, (text: string) => void>>
}

/**
 * Starts a program's file in a thread, as Node starts it in a process.
 *
 * @throws ContainerError with code `usage` if there is no file.
 */
export function startThread({ file, args, heapMegabytes, print }: ThreadStart): ProgramThread {
  if (file === undefined) {
    throw new ContainerError(
      'usage',
      'Workers run the file of the program, and this one has none: put it into a file, or set workers to 0.',
    )
  }
  const worker = new Worker(file, {
    argv: [...args],
    workerData: startedHere,
    resourceLimits: Number.isFinite(heapMegabytes)
      ? { maxOldGenerationSizeMb: heapMegabytes }
      : undefined,
  })
  let thrown: { readonly error: unknown } | undefined
  worker.on('error', (error) => {
    thrown ??= { error }
  })
  return {
    send: (message, transfer = []) => worker.postMessage(message, transfer),
    onMessage: (callback) =>
      worker.on('message', (sent: Sent) => {
        if ('message' in sent) callback(sent.message)
        else print[sent.output](sent.text)
      }),
    onEnd: (callback) =>
      worker.on('exit', (code) =>
        callback(thrown ? thrown.error : new Error(`The program ended with exit code ${code}.`)),
      ),
    terminate: () => void worker.terminate(),
  }
}

/** The line to the thread that started this one by `startThread`; undefined in any other. */
export function lineToStarter(): ThreadLine | undefined {
  const port = workerData === startedHere ? parentPort : null
  if (port === null) return undefined
  return {
    send: (message, transfer = []) => port.postMessage({ message } satisfies Sent, transfer),
    onMessage: (callback) => port.on('message', callback),
  }
}

/**
 * Lets what a thread prints go the way of its messages. Node's own way keeps back all but the first write until the
 * thread is idle, and loses it if the thread is ended: just what a handler printed before it got stuck.
 */
export function forwardOutput(stream: NodeJS.WriteStream, output: Output): void {
  const decoder = new StringDecoder('utf8')
  Object.assign(stream, {
    _writev: null,
    _write(chunk: string | Buffer, encoding: BufferEncoding, done: () => void) {
      const bytes = typeof chunk === 'string' ? Buffer.from(chunk, encoding) : chunk
      parentPort?.postMessage({ output, text: decoder.write(bytes) } satisfies Sent)
      done()
    },
  })
}

/** Marks threads that were started here; the threads that a program starts itself have data of their own. */
const startedHere = '@byo/container-kit/thread'
