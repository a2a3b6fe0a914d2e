import { mkdir } from 'node:fs/promises'
import { join, posix } from 'node:path'
import { containerPaths } from '@byo/container-kit/contract'
import { JobError } from '../errors.ts'
import type { Clock } from '../state/clock.ts'
import { newIdentifier } from '../state/identifiers.ts'
import { type ChildContainer, startChild } from './child-container.ts'
import { closedPortNote } from './closed-port-note.ts'
import { containerEnvironment } from './container-environment.ts'
import { FreePorts } from './free-ports.ts'
import { showImageOptMl } from './image-opt-ml.ts'
import { ImageTrees } from './image-tree.ts'
import { markName } from './marked-processes.ts'
import { memoryNote } from './memory-note.ts'
import { addNetworkPreload } from './network-preload.ts'
import { nodeVersionNote } from './node-version-note.ts'
import { startProcessReaper } from './process-reaper.ts'
import { commandOf, createPathMap, nodeArguments, workingDirOf } from './program-command.ts'
import { protectFolder, releaseFolder } from './protect-folder.ts'
import type { Address, ContainerRequest, Runner } from './runner.ts'

/** What the process runner stands on. */
export interface ProcessRunnerOptions {
  /** The `node` that programs run on. */
  readonly execPath: string
  /** The PATH that programs get. */
  readonly searchPath: string
  /** A folder for unpacked images. */
  readonly workDir: string
  /** What is removed should the emulator be killed: the same folder, or one around it. */
  readonly perishableDir: string
  readonly clock: Clock
}

/**
 * Runs images without a container engine: the application's files in a private folder, the Node program of
 * the entrypoint as a child process, `SAGEMAKER_BASE_DIR` in place of `/opt/ml`.
 */
export function createProcessRunner(options: ProcessRunnerOptions): Runner {
  const runId = newIdentifier()
  const ports = new FreePorts(runId.slice(0, 8))
  const trees = new ImageTrees(join(options.workDir, 'images'))
  const running = new Set<ChildContainer>()
  const reaper = startProcessReaper(runId, options.perishableDir)
  let count = 0
  let closed = false

  return {
    // There is always this node.
    async prepare() {},

    async start(request) {
      const { command, environment, workingDir, address } = await prepare(request, trees, {
        ...options,
        runId,
        ports,
      })
      if (closed) throw new JobError('InternalServerError', 'The emulator is shutting down.')
      count += 1
      const mark = `${runId}.${count}`
      for (const note of [nodeVersionNote(request), memoryNote(request)])
        if (note !== undefined) request.onLine(note)
      const release = await protectModel(request)
      const child = await startChild(
        {
          program: options.execPath,
          arguments: command,
          workingDir,
          environment: { ...environment, [markName]: mark },
          mark,
          address,
          optMl: request.optMl,
          onLine: request.onLine,
          onEnd: release,
        },
        options.clock,
      )
      keep(child)
      return { ...child, closedPortNote: closedPortNote(address) }
    },

    async close() {
      closed = true
      for (const child of running) child.kill()
      await Promise.all([...running].map(({ exited }) => exited))
      reaper.close()
    },
  }

  function keep(child: ChildContainer): void {
    running.add(child)
    watch()
    if (closed) child.kill()
    void child.exited.then(() => {
      running.delete(child)
      watch()
    })
  }

  function watch(): void {
    reaper.watch([...running].map(({ group }) => group))
  }
}

/** A server may not write to its model, as far as the file system keeps it from that; returns how to end that. */
async function protectModel({ serves, optMl }: ContainerRequest): Promise<() => Promise<void>> {
  if (!serves) return async () => {}
  const { modelDir } = containerPaths(optMl)
  await protectFolder(modelDir)
  return () => releaseFolder(modelDir)
}

interface PreparedContainer {
  readonly command: readonly string[]
  readonly environment: Readonly<Record<string, string>>
  readonly workingDir: string
  readonly address: Address | undefined
}

/** Unpacks what the container needs and finds its command, variables, working folder and port. */
async function prepare(
  request: ContainerRequest,
  trees: ImageTrees,
  options: ProcessRunnerOptions & { readonly runId: string; readonly ports: FreePorts },
): Promise<PreparedContainer> {
  const inImage = workingDirOf(request)
  const programFolders = commandOf(request)
    .filter((word) => word.startsWith('/'))
    .map((word) => posix.dirname(word))
  const root = await trees.unpack(request.image, [inImage, ...programFolders])
  await showImageOptMl(root, request.optMl)
  const toLocal = createPathMap(root, request.optMl)
  const command = nodeArguments(request, root, toLocal)

  const homeDir = join(request.scratch, 'home')
  const temporaryDir = join(request.scratch, 'tmp')
  await mkdir(homeDir, { recursive: true })
  await mkdir(temporaryDir, { recursive: true })
  const port = request.serves ? await options.ports.find() : undefined
  const surroundings = { ...options, homeDir, temporaryDir, port }
  const environment = containerEnvironment(request, surroundings)
  return {
    command,
    environment: await addNetworkPreload(environment, request, options.runId),
    workingDir: toLocal(inImage) === inImage ? homeDir : toLocal(inImage),
    address: port === undefined ? undefined : { host: '127.0.0.1', port },
  }
}
