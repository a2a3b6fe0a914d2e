import { randomUUID } from 'node:crypto'
import { lookup } from 'node:dns/promises'
import type { AddressInfo } from 'node:net'
import { availableParallelism } from 'node:os'
import { basename } from 'node:path'
import { setImmediate, setTimeout as setTimeoutPromise } from 'node:timers/promises'
import { readContainerResources } from './container-resources.ts'
import type { Host } from './host.ts'
import { forwardOutput, lineToStarter, startThread } from './node-threads.ts'

/** Returns the real process. Nothing else in this package touches `process`, the clock or random numbers. */
export function nodeHost(): Host {
  // A reader that goes away must not turn a container that works into one that crashes.
  // Once, however many hosts one process of tests has.
  process.stdout.off('error', ignore).on('error', ignore)
  process.stderr.off('error', ignore).on('error', ignore)
  const starter = lineToStarter()
  if (starter !== undefined) {
    forwardOutput(process.stdout, 'stdout')
    forwardOutput(process.stderr, 'stderr')
  }
  const args = process.argv.slice(2)
  const stdout = (text: string) => void process.stdout.write(text)
  const stderr = (text: string) => void process.stderr.write(text)
  return {
    programName: basename(process.argv[1] ?? ''),
    processId: process.pid,
    nodeVersion: process.versions.node,
    args,
    env: process.env,
    stdout,
    stderr,
    forward: (to, bytes) => written(process[to], bytes),
    flush,
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
    letOthersWork: () => setImmediate(),
    listen: (server, port) =>
      new Promise((resolve, reject) => {
        server.once('error', reject)
        server.listen(port, '0.0.0.0', () => resolve((server.address() as AddressInfo).port))
      }),
    signalGroup(id, signal) {
      try {
        process.kill(-id, signal)
      } catch {
        // There is none any more.
      }
    },
    lookUp: (name) => lookup(name),
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
      await flush()
      process.exit(code)
    },
  }
}

async function flush(): Promise<void> {
  await Promise.all([written(process.stdout, ''), written(process.stderr, '')])
}

/** Resolves when this and everything before it has left; a reader that is gone counts as served. */
function written(stream: NodeJS.WriteStream, data: string | Uint8Array): Promise<void> {
  return new Promise((resolve) => {
    if (stream.destroyed) resolve()
    else stream.write(data, () => resolve())
  })
}

function ignore(): void {}
