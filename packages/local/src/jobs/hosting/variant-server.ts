import { join } from 'node:path'
import { commands, containerPaths } from '@byo/container-kit/contract'
import { JobError } from '../../errors.ts'
import type { Address, ContainerRequest } from '../../runners/runner.ts'
import { newIdentifier } from '../../state/identifiers.ts'
import type { StoredImage } from '../../state/image-store.ts'
import type { Platform } from '../platform.ts'
import { awsEnvironment } from '../program-environment.ts'
import { type Endpoint, endpointLogGroup, type Variant } from './endpoint.ts'
import { type ServingContainer, startServing } from './start-serving.ts'
import { unpackModel } from './unpack-model.ts'

/** The process that serves a variant, started again whenever it ends by itself. */
export interface VariantServer {
  /** Where it listens; undefined while it is being started again. */
  readonly address: Address | undefined
  /** Ends it, gracefully, and removes its folder. */
  stop(): Promise<void>
}

/**
 * Unpacks a variant's model, starts its server and waits until that is healthy.
 *
 * @param signal - Gives up waiting, and later the starting again.
 * @throws JobError with SageMaker's reason when it does not become healthy.
 */
export async function startVariantServer(
  platform: Platform,
  endpoint: Endpoint,
  variant: Variant,
  signal: AbortSignal,
): Promise<VariantServer> {
  const folder = await platform.makeFolder()
  try {
    const request = servingRequest(platform, endpoint, variant, folder)
    const { modelDir } = containerPaths(request.optMl)
    await unpackModel(
      platform.objectStore,
      variant.model.request.PrimaryContainer,
      modelDir,
      signal,
    )
    const first = await startServing(platform, request, variant.request, signal)
    return keepServing(platform, { request, variant, folder, first, signal })
  } catch (cause) {
    await platform.removeFolder(folder)
    throw cause
  }
}

interface KeptServer {
  readonly request: ContainerRequest
  readonly variant: Variant
  readonly folder: string
  readonly first: ServingContainer
  readonly signal: AbortSignal
}

/** Starts the container again whenever it ends, until it is stopped. */
function keepServing(
  platform: Platform,
  { request, variant, folder, first, signal }: KeptServer,
): VariantServer {
  const stopping = new AbortController()
  const over = AbortSignal.any([stopping.signal, signal])
  let container: ServingContainer | undefined = first
  const kept = keep()
  platform.run(() => kept)

  return {
    get address() {
      return container?.address
    },
    async stop() {
      stopping.abort()
      await container?.stop(platform.times.hostingStopGrace)
      await kept
      await platform.removeFolder(folder)
    },
  }

  async function keep(): Promise<void> {
    while (container !== undefined) {
      const { exitCode } = await container.exited
      container = undefined
      if (over.aborted) return
      request.onLine(`The container ended with exit code ${exitCode}; starting it again.`)
      container = await startAgain()
      // Healthy in the very moment in which it was to stop: no one else knows of it yet.
      if (over.aborted) await container?.stop(platform.times.hostingStopGrace)
    }
  }

  async function startAgain(): Promise<ServingContainer | undefined> {
    for (let attempt = 0; !over.aborted; attempt += 1) {
      await platform.clock.sleep(restartPause(attempt), over).catch(() => {})
      // Why one attempt fails is in the log; the next may do better.
      const started = await startServing(platform, request, variant.request, over).catch(
        () => undefined,
      )
      if (started !== undefined) return started
    }
    return undefined
  }
}

/** Milliseconds before a server is started again: little at first, at most ten seconds. */
function restartPause(attempt: number): number {
  return Math.min(100 * 2 ** attempt, 10_000)
}

/** What SageMaker gives the container of a variant. */
function servingRequest(
  platform: Platform,
  endpoint: Endpoint,
  variant: Variant,
  folder: string,
): ContainerRequest {
  const { EnableNetworkIsolation: networkIsolation } = variant.model.request
  const instance = `i-${newIdentifier().replaceAll('-', '').slice(0, 17)}`
  const stream = platform.logs.open(
    endpoint.region,
    endpointLogGroup(endpoint.name),
    `${variant.request.VariantName}/${instance}`,
  )
  return {
    image: requireImage(platform, variant.image),
    arguments: [commands.serve],
    environment: {
      ...(networkIsolation ? {} : awsEnvironment(platform, endpoint.region)),
      ...variant.model.request.PrimaryContainer.Environment,
    },
    optMl: join(folder, 'ml'),
    scratch: join(folder, 'scratch'),
    serves: true,
    networkIsolation,
    onLine: (line) => stream.append(line),
  }
}

function requireImage({ imageStore }: Platform, uri: string): StoredImage {
  const image = imageStore.find(uri)
  if (image !== undefined) return image
  throw new JobError('ClientError', `The image ${uri} is not in the registry any more.`)
}
