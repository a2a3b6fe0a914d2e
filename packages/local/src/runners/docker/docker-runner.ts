import { JobError } from '../../errors.ts'
import type { Clock } from '../../state/clock.ts'
import type { StoredImage } from '../../state/image-store.ts'
import type { ContainerRequest, Runner, RunningContainer } from '../runner.ts'
import { createWords, publishFlags } from './container-flags.ts'
import { callDocker, type DockerCommand, DockerError } from './docker-command.ts'
import { startContainer } from './docker-container.ts'
import { startDockerReaper } from './docker-reaper.ts'
import { type Engine, findEngine } from './engine.ts'
import { HostRelay } from './host-relay.ts'
import { labelFlags, newRunId, removeLeftovers, removeRun } from './leftovers.ts'
import { LoadedImages } from './loaded-images.ts'
import { type JoinedNetwork, Networks } from './networks.ts'
import { ownFiles } from './own-files.ts'
import { type Reach, reachableEnvironment } from './reachable-environment.ts'

/** What the docker runner stands on. */
export interface DockerRunnerOptions {
  readonly docker: DockerCommand
  /** What is removed should the emulator be killed. */
  readonly perishableDir: string
  readonly clock: Clock
}

/** By this name containers find this machine where they cannot by their network's gateway. */
const hostName = 'host.docker.internal'

/**
 * Runs images in the engine behind the `docker` command, Docker's or podman's, as SageMaker runs them. The
 * engine must share this machine's files and ports, as one does that runs on it or in a virtual machine of it.
 */
export function createDockerRunner(options: DockerRunnerOptions): Runner {
  const { docker, clock } = options
  const runId = newRunId()
  const images = new LoadedImages(docker, runId)
  const networks = new Networks(docker, runId)
  const relay = new HostRelay()
  const reaper = startDockerReaper(docker, runId, options.perishableDir)
  /** The names of containers that were started and have not ended. */
  const running = new Set<string>()
  const works = new Set<Promise<unknown>>()
  let engine: Promise<Engine> | undefined
  let count = 0
  let closed = false

  return {
    async prepare() {
      engine = findEngine(docker)
      await engine
      await removeLeftovers(docker)
    },

    start: (request) => track(start(request)),

    async close() {
      closed = true
      await Promise.all([...running].map(kill))
      // What was about to start ends too, once it sees that all is over.
      while (works.size > 0) await Promise.allSettled([...works])
      if (count > 0) await removeRun(docker, runId)
      relay.close()
      reaper.close()
    },
  }

  async function start(request: ContainerRequest): Promise<RunningContainer> {
    throwIfClosed()
    count += 1
    const name = `byo-local-${runId}-${count}`
    engine ??= findEngine(docker)
    const { platform, isNative } = await engine
    const tag = await images.load(request.image)
    const network = await networks.join(request).catch((error: unknown) => {
      throw cannotStart(request.image, error, platform)
    })
    const onEnd = async (): Promise<void> => {
      running.delete(name)
      await callDocker(docker, ['rm', '--force', '--volumes', name]).catch(() => {})
      await network.leave()
      await ownFiles(docker, request.optMl, tag).catch(() => {})
    }
    try {
      const environment = await reachableEnvironment(request.environment, reach(network, isNative))
      const flags = [...labelFlags(runId), ...network.flags, ...publishFlags(request)]
      if (!isNative && network.way !== undefined)
        flags.push('--add-host', `${hostName}:host-gateway`)
      await callDocker(docker, await createWords(request, { name, tag, flags, environment }))
      throwIfClosed()
      const container = await startContainer(docker, { ...request, name, onEnd }, clock)
      running.add(name)
      void track(container.exited)
      if (closed) await kill(name)
      return container
    } catch (error) {
      await onEnd()
      throw cannotStart(request.image, error, platform)
    }
  }

  function throwIfClosed(): void {
    if (closed) throw new JobError('InternalServerError', 'The emulator is shutting down.')
  }

  async function kill(name: string): Promise<void> {
    await callDocker(docker, ['kill', '--signal', 'KILL', name]).catch(() => {})
  }

  function reach({ way }: JoinedNetwork, isNative: boolean): Reach {
    return async (port) => {
      // In a network without a way out it matters little where an address leads.
      if (way === undefined) return { host: '127.0.0.1', port }
      relay.admit(way)
      return { host: isNative ? way.gateway : hostName, port: await relay.portFor(port) }
    }
  }

  function track<Value>(work: Promise<Value>): Promise<Value> {
    const done = (): void => void works.delete(work)
    works.add(work)
    work.then(done, done)
    return work
  }
}

/** Says what the engine said, and what it cannot know: that the image is for another kind of processor. */
function cannotStart(
  { repository, digest, config }: StoredImage,
  cause: unknown,
  platform: string,
) {
  if (!(cause instanceof DockerError)) return cause
  const made = `${config.os ?? 'linux'}/${config.architecture ?? 'amd64'}`
  const mismatch =
    made === platform
      ? ''
      : ` The image is for ${made} and the container engine for ${platform}; build it for that platform.`
  return new JobError(
    'CannotStartContainerError',
    `The image ${repository}@${digest} cannot be run: ${cause.message}.${mismatch}`,
    { cause },
  )
}
