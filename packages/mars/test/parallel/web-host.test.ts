// A browser, as far as workers go: globals of that kind in a realm without Node's, each worker a realm of
// its own, events by turns of the event loop.
import { createContext, runInContext } from 'node:vm'
import { build } from 'esbuild'
import { describe, expect, it } from 'vitest'

const poolUrl = new URL('../../src/parallel/worker-pool.ts', import.meta.url).pathname
const oddUrl = new URL('fixtures/odd-worker.ts', import.meta.url).pathname

/** A file and all that it imports, as one program. */
async function bundled(entry: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    format: 'iife',
    globalName: 'bundle',
    platform: 'browser',
    logLevel: 'silent',
  })
  return outputFiles[0].text
}

/** A worker of a browser: a program in a realm with `postMessage` and `onmessage`. */
class FakeWorker {
  static readonly programs = new Map<string, string>()
  static readonly running = new Set<FakeWorker>()
  onmessage: ((event: { data: unknown }) => void) | null = null
  onerror: ((event: { message?: string }) => void) | null = null
  readonly #scope: { onmessage?: (event: { data: unknown }) => void } = {}

  constructor(url: string) {
    FakeWorker.running.add(this)
    const postMessage = (data: unknown) => {
      const copy = structuredClone(data)
      setImmediate(() => this.onmessage?.({ data: copy }))
    }
    const realm = createContext(Object.assign(this.#scope, { postMessage }))
    setImmediate(() => {
      try {
        runInContext(FakeWorker.programs.get(url) ?? '', realm)
      } catch (error) {
        this.onerror?.({ message: String(error) })
      }
    })
  }

  postMessage(data: unknown): void {
    setImmediate(() => setImmediate(() => this.#scope.onmessage?.({ data })))
  }

  terminate(): void {
    FakeWorker.running.delete(this)
  }
}

/** The pool loaded where there is what a browser has. */
async function inBrowser() {
  const realm = createContext({
    Worker: FakeWorker,
    Blob: class {
      readonly text: string
      constructor([text]: readonly string[]) {
        this.text = text
      }
    },
    URL: {
      createObjectURL: ({ text }: { text: string }) => {
        const url = `blob:${FakeWorker.programs.size}`
        FakeWorker.programs.set(url, text)
        return url
      },
      revokeObjectURL: (url: string) => FakeWorker.programs.delete(url),
    },
    MessageChannel,
    navigator: { hardwareConcurrency: 5 },
  })
  runInContext(await bundled(poolUrl), realm)
  const { startPool, usualThreads } = runInContext('bundle', realm)
  const options = { threads: 2, work: 'trial', signal: { aborted: false } }
  return { start: (program: string) => startPool({ ...options, program }), usualThreads }
}

describe('a pool in a browser', () => {
  it('runs tasks in Web Workers, and frees them and the addresses of their programs', async () => {
    const { start, usualThreads } = await inBrowser()
    const pool = await start(await bundled(oddUrl))
    expect(FakeWorker.running.size).toBe(2)
    await pool.turn()
    expect(await Promise.all([pool.call(0, 'add', 2), pool.call(1, 'add', 3)])).toEqual([2, 3])
    await expect(pool.call(0, 'refuse', 'No.')).rejects.toMatchObject({ code: 'wrong-type' })
    await pool.close()
    expect(FakeWorker.running.size + FakeWorker.programs.size).toBe(0)
    expect(usualThreads()).toBe(5)
  })

  it('says so when a worker does not start', async () => {
    const { start } = await inBrowser()
    await expect(start('throw new Error("no way")')).rejects.toMatchObject({
      code: 'worker-failed',
      message: expect.stringContaining('no way'),
    })
  })

  it('says so where there are no workers at all', async () => {
    const realm = createContext({})
    runInContext(await bundled(poolUrl), realm)
    const { startPool, usualThreads } = runInContext('bundle', realm)
    expect(usualThreads()).toBe(1)
    await expect(
      startPool({ threads: 1, work: 'trial', signal: { aborted: false } }),
    ).rejects.toMatchObject({ code: 'no-threads' })
  })
})
