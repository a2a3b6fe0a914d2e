import { cp, mkdir, readdir } from 'node:fs/promises'
import { createServer, type Server as NetServer } from 'node:net'
import { limits } from '../contract/limits.ts'
import { commands, routes } from '../contract/routes.ts'
import type { Bench } from './bench.ts'
import { type Address, type Answer, type Ask, ask, openSocket } from './http.ts'
import type { Run } from './subject.ts'
import { now, poll } from './time.ts'

/** A start of `serve`. */
export interface Served {
  readonly run: Run
  readonly address: Address
  /** Whether /ping answered 200 before the time was over. */
  readonly healthy: boolean
  /** The answer of /ping to which it came in the end; undefined where none did. */
  readonly ping: Answer | undefined
  /** Whether it listens on 8080 although it was told another port. */
  readonly ignoresPort: boolean
  readonly milliseconds: number
  ask(what: Ask): Promise<Answer>
}

/** How a server is started. */
export interface ServeSetting {
  /** A folder with the model; undefined for an empty one. */
  readonly model: string | undefined
  /** Milliseconds to wait for a healthy /ping. */
  readonly patience?: number
  readonly port?: number
}

/** Lays out the model and starts the server; returns when /ping is healthy, the program has ended or the time is over. */
export async function serve(bench: Bench, setting: ServeSetting): Promise<Served> {
  const { signal, options } = bench
  const { modelDir } = bench.base.paths
  await bench.base.clear()
  if (setting.model !== undefined) {
    await mkdir(modelDir, { recursive: true })
    for (const name of await readdir(setting.model))
      await cp(`${setting.model}/${name}`, `${modelDir}/${name}`, { recursive: true })
  }
  const port = setting.port ?? options.port ?? (await freePort())
  const watchUsual =
    bench.subject.kind === 'program' &&
    port !== limits.defaultPort &&
    (await isFree(limits.defaultPort))

  const start = now()
  const run = bench.start([commands.serve], { port, serves: true })
  let address: Address = { host: '127.0.0.1', port }
  let ping: Answer | undefined
  const askAt = (what: Ask): Promise<Answer> => ask(address, what, signal)
  await poll(setting.patience ?? options.timeoutMs, signal, async () => {
    if (run.ending() !== undefined) return true
    if (watchUsual && address.port === port && !(await listens(address)))
      if (await listens(usualAddress)) address = usualAddress
    ping = await askAt({ path: routes.ping, patience: 2000 }).catch(() => ping)
    return ping?.status === 200 ? true : undefined
  })
  if (run.ending() !== undefined) await run.ended
  return {
    run,
    address,
    healthy: ping?.status === 200,
    ping,
    ignoresPort: address.port !== port,
    milliseconds: now() - start,
    ask: askAt,
  }
}

const usualAddress: Address = { host: '127.0.0.1', port: limits.defaultPort }

async function listens(address: Address): Promise<boolean> {
  const socket = await openSocket(address)
  socket?.destroy()
  return socket !== undefined
}

/** Takes a port on all interfaces; undefined if somebody has it. */
export function takePort(port: number): Promise<NetServer | undefined> {
  return new Promise((resolve) => {
    const server = createServer()
    server.on('error', () => resolve(undefined))
    server.listen(port, '0.0.0.0', () => resolve(server))
  })
}

/** A port that nobody has. */
export async function freePort(): Promise<number> {
  const server = await takePort(0)
  const address = server?.address()
  await new Promise((resolve) => server?.close(resolve))
  if (typeof address !== 'object' || address === null) throw new Error('There is no free port.')
  return address.port
}

async function isFree(port: number): Promise<boolean> {
  const server = await takePort(port)
  server?.close()
  return server !== undefined
}
