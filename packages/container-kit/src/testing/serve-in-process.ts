import type { Server } from 'node:http'
import { connect as connectTo } from 'node:net'
import type { Duplex } from 'node:stream'
import type { InputKind } from '../codecs/codec.ts'
import type { ContainerProgram } from '../container-program.ts'
import { environmentVariables } from '../contract/environment.ts'
import { commands, routes } from '../contract/routes.ts'
import { ContainerError } from '../errors.ts'
import { nodeHost } from '../lifecycle/node-host.ts'
import { runCommand } from '../run-command.ts'
import { type BaseDir, type BaseDirContent, createBaseDir } from './base-dir.ts'
import { connectionInMemory } from './connection-in-memory.ts'
import { StartError } from './start-error.ts'
import { testHost } from './test-host.ts'
import { sendRequest, type TestRequest, type TestResponse } from './test-request.ts'

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
  /**
   * What is waited for: that `/ping` is 200, or only that connections are taken, while the model may still be loaded.
   *
   * @defaultValue 'healthy'
   */
  readonly until?: 'healthy' | 'listening'
}

/**
 * A program that serves within the test's own process.
 *
 * @public
 */
export interface ServingProgram extends BaseDir {
  /**
   * Sends a request on a connection of its own.
   *
   * @throws what the connection throws where it is cut before the answer; ContainerError with code `exit` if the program
   * has ended.
   */
  request(path: string, options?: TestRequest): Promise<TestResponse>
  /**
   * Opens a bare connection, for what `request` cannot do.
   *
   * @throws ContainerError with code `exit` if the program has ended.
   */
  connect(): Duplex
  /** Sends a signal to the program. */
  signal(name: 'SIGTERM' | 'SIGINT'): void
  /** Resolves to the exit code when the program ends. */
  readonly exitCode: Promise<number>
  stdout(): string
  stderr(): string
  /** Ends the program, if it goes on, with all that is under way, and removes its folder. */
  remove(): Promise<void>
}

/**
 * Serves with a program in this process, and resolves once `/ping` is 200. Handlers run in the test's own thread, whatever
 * the program's `workers` are.
 *
 * @param program - What `runContainer` would be given; see `defineProgram`.
 * @param options - What the program finds, and how requests reach it.
 * @throws StartError that says why if the program ends before that.
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
  let hasEnded = false
  const exitCode = runCommand(program, host).finally(() => {
    hasEnded = true
  })

  const connect = (server: Server): Duplex => {
    if (hasEnded)
      throw new ContainerError(
        'exit',
        'The program has ended: nothing can be asked of it any more.',
      )
    if (!inMemory) return connectTo(port, '127.0.0.1')
    const connection = connectionInMemory()
    server.emit('connection', connection.server)
    return connection.client
  }

  async function isHealthy(server: Server): Promise<boolean> {
    // A program that ends cuts its connections.
    const answer = await sendRequest(() => connect(server), routes.ping).catch(() => undefined)
    return answer?.status === 200
  }

  async function start(): Promise<Server> {
    const server = await host.server
    if (options.until === 'listening') return server
    while (!hasEnded && !(await isHealthy(server)))
      await new Promise((resolve) => setTimeout(resolve, 5))
    return server
  }

  async function remove(): Promise<void> {
    // The second signal ends what would outlast the first.
    host.signal('SIGTERM')
    host.signal('SIGTERM')
    await exitCode
    await baseDir.remove()
  }

  const server = await Promise.race([start(), exitCode.then(() => undefined)])
  if (server === undefined) {
    const code = await exitCode
    await baseDir.remove()
    throw new StartError(code, host.printed('stdout'), host.printed('stderr'))
  }
  return {
    paths: baseDir.paths,
    request: (path, sent) => sendRequest(() => connect(server), path, sent),
    connect: () => connect(server),
    signal: host.signal,
    exitCode,
    stdout: () => host.printed('stdout'),
    stderr: () => host.printed('stderr'),
    remove,
    [Symbol.asyncDispose]: remove,
  }
}
