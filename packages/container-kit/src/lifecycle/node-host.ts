import { randomUUID } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { availableParallelism } from 'node:os'
import { setTimeout as setTimeoutPromise } from 'node:timers/promises'
import { readContainerResources } from './container-resources.ts'
import type { Host } from './host.ts'
import { forwardOutput, lineToStarter, startThread } from './node-threads.ts'

/** Returns the real process. Nothing else in this package touches `process`, the clock or random numbers. */
export function nodeHost(): Host {
  // A reader that goes away must not turn a container that works into one that crashes.
  process.stdout.on('error', ignore)
  process.stderr.on('error', ignore)
  const starter = lineToStarter()
  if (starter !== undefined) {
    forwardOutput(process.stdout, 'stdout')
    forwardOutput(process.stderr, 'stderr')
  }
  const args = process.argv.slice(2)
  const stdout = (text: string) => void process.stdout.write(text)
  const stderr = (text: string) => void process.stderr.write(text)
  return {
    args,
    env: process.env,
    stdout,
    stderr,
    now: () => new Date(),
    milliseconds: () => performance.now(),
    randomId: () => randomUUID(),
    residentBytes: () => process.memoryUsage.rss(),
    resources() {
      const { cpus, memoryBytes } = readContainerResources('/')
      return { cpus: Math.min(cpus, availableParallelism()), memoryBytes }
    },
    starter,
    startThread: (heapMegabytes) =>
      startThread({ file: process.argv[1], args, heapMegabytes, print: { stdout, stderr } }),
    after(milliseconds, callback) {
      const timer = setTimeout(callback, milliseconds).unref()
      return () => clearTimeout(timer)
    },
    pause: (milliseconds, signal) =>
      setTimeoutPromise(milliseconds, undefined, { signal }).catch(ignore),
    listen: (server, port) =>
      new Promise((resolve, reject) => {
        server.once('error', reject)
        server.listen(port, '0.0.0.0', () => resolve((server.address() as AddressInfo).port))
      }),
    onSignal(callback) {
      process.on('SIGTERM', callback)
      process.on('SIGINT', callback)
    },
    onCrash(callback) {
      process.on('uncaughtException', callback)
      process.on('unhandledRejection', callback)
    },
    onExit(callback) {
      const listener = (code: number) => {
        process.exitCode = callback(code)
      }
      process.on('exit', listener)
      return () => process.off('exit', listener)
    },
    async exit(code) {
      await Promise.all([flushed(process.stdout), flushed(process.stderr)])
      process.exit(code)
    },
  }
}

/** Resolves when everything written before has left; a reader that is gone counts as served. */
function flushed(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    if (stream.destroyed) resolve()
    else stream.write('', () => resolve())
  })
}

function ignore(): void {}
