import { once } from 'node:events'
import { type IncomingHttpHeaders, type IncomingMessage, request } from 'node:http'
import { connect as connectTo } from 'node:net'
import type { Duplex } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import type { InputKind } from '../codecs/codec.ts'
import type { ContainerProgram } from '../container-program.ts'
import { environmentVariables } from '../contract/environment.ts'
import { commands, routes } from '../contract/routes.ts'
import type { StopSignal } from '../lifecycle/host.ts'
import { nodeHost } from '../lifecycle/node-host.ts'
import { runCommand } from '../run-command.ts'
import { type BaseDir, type BaseDirContent, createBaseDir } from './base-dir.ts'
import { connectionInMemory } from './connection-in-memory.ts'
import { testHost } from './test-host.ts'

/**
 * How a program serves in a test.
 *
 * @public
 */
export interface ServeOptions extends BaseDirContent {
  /**
   * Environment variables, in place of the process's own.
   *
   * @defaultValue none but SAGEMAKER_BASE_DIR and BYO_LINGER_SECONDS=0, and no workers
   */
  readonly env?: Readonly<Record<string, string>>
  /**
   * How requests reach the server: through connections in memory, which take no port, or over a socket on a free one.
   * Either way they are HTTP, byte for byte.
   *
   * @defaultValue 'memory'
   */
  readonly over?: 'memory' | 'socket'
}

/**
 * One request of a test.
 *
 * @public
 */
export interface TestRequest {
  /** @defaultValue 'POST' with a body, else 'GET' */
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  /** @defaultValue none */
  readonly body?: string | Uint8Array
}

/**
 * An answer, read to its end.
 *
 * @public
 */
export interface TestResponse {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  /** The body as text. */
  readonly text: string
  /** The body as it came. */
  readonly bytes: Uint8Array
}

/**
 * A program that serves within the test's own process.
 *
 * @public
 */
export interface ServingProgram extends BaseDir {
  /** Sends a request on a connection of its own. */
  request(path: string, options?: TestRequest): Promise<TestResponse>
  /** Opens a bare connection, for what `request` cannot do. */
  connect(): Duplex
  /** Sends a signal to the program. */
  signal(name: StopSignal): void
  /** Resolves to the exit code when the program ends. */
  readonly exitCode: Promise<number>
  stdout(): string
  stderr(): string
  /** Ends the program, if it goes on, and removes its folder. */
  remove(): Promise<void>
}

/**
 * Serves with a program in this process, and resolves once `/ping` is 200 or the program has ended. Handlers run in the
 * test's own thread, whatever the program's `workers` are.
 *
 * @param program - What `runContainer` would be given; see `defineProgram`.
 * @param options - What the program finds, and how requests reach it.
 * @example
 * ```ts
 * import { defineProgram } from '@byo/container-kit'
 * import { serveInProcess } from '@byo/container-kit/testing'
 *
 * const program = defineProgram({ input: 'text', predict: (_, text) => text.toUpperCase() })
 * await using endpoint = await serveInProcess(program)
 * const { text } = await endpoint.request('/invocations', {
 *   body: 'a',
 *   headers: { 'content-type': 'text/plain' },
 * })
 * console.log(text) // A
 * ```
 * @public
 */
export async function serveInProcess<
  Hyperparameters,
  Model,
  Declared extends string,
  Kind extends InputKind,
  Streamed extends string,
>(
  program: ContainerProgram<Hyperparameters, Model, Declared, Kind, Streamed>,
  options: ServeOptions = {},
): Promise<ServingProgram> {
  const baseDir = await createBaseDir(options)
  const real = nodeHost()
  const env = {
    [environmentVariables.baseDir]: baseDir.paths.baseDir,
    [environmentVariables.bindToPort]: '0',
    [environmentVariables.lingerSeconds]: '0',
    [environmentVariables.modelServerWorkers]: '0',
    ...options.env,
  }
  let port = 0
  const inMemory = options.over !== 'socket'
  const host = testHost(real, [commands.serve], env, async (server, wanted) => {
    if (inMemory) {
      // What node:http does for connections it begins to do when it listens.
      server.emit('listening')
    } else port = await real.listen(server, wanted)
    return port
  })
  const exitCode = runCommand(program, host)
  const server = await Promise.race([host.server, exitCode])

  function connect(): Duplex {
    if (typeof server === 'number')
      throw new Error(`The program has ended: ${host.printed('stderr')}`)
    if (!inMemory) return connectTo(port, '127.0.0.1')
    const connection = connectionInMemory()
    server.emit('connection', connection.server)
    return connection.client
  }

  async function send(path: string, sent: TestRequest = {}): Promise<TestResponse> {
    const { body, headers, method = body === undefined ? 'GET' : 'POST' } = sent
    const message = request({ path, method, headers, createConnection: connect })
    message.end(body)
    const [response] = (await once(message, 'response')) as [IncomingMessage]
    const bytes = await buffer(response)
    return {
      status: response.statusCode ?? 0,
      headers: response.headers,
      text: bytes.toString('utf8'),
      bytes,
    }
  }

  async function remove(): Promise<void> {
    host.signal('SIGTERM')
    await exitCode
    await baseDir.remove()
  }

  await Promise.race([whenHealthy(send), exitCode])
  return {
    paths: baseDir.paths,
    request: send,
    connect,
    signal: host.signal,
    exitCode,
    stdout: () => host.printed('stdout'),
    stderr: () => host.printed('stderr'),
    remove,
    [Symbol.asyncDispose]: remove,
  }
}

async function whenHealthy(send: ServingProgram['request']): Promise<void> {
  while ((await send(routes.ping)).status !== 200) {
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}
