import { containerPaths } from '@byo/container-kit/contract'
import { JobError } from '../../errors.ts'
import type { Address } from '../../runners/runner.ts'
import type { Platform } from '../platform.ts'
import { type ContainerPlace, type PlacedContainer, placeContainer } from './container-request.ts'
import { ModelCache } from './model-cache.ts'
import type { ServingContainer } from './start-healthy.ts'
import { startServing } from './start-serving.ts'
import { unpackModel } from './unpack-model.ts'
import { untilUnhealthy } from './watch-health.ts'

/** A container that serves, started again whenever it ends by itself or is not healthy any more. */
export interface KeptContainer {
  readonly name: string
  /** Where it listens; undefined while it is being started again. */
  readonly address: Address | undefined
  /** The models of a multi-model container. */
  readonly models: ModelCache | undefined
  /** Ends it, gracefully. */
  stop(): Promise<void>
}

/**
 * Unpacks a container's model, starts it and waits until it is healthy.
 *
 * @param signal - Gives up waiting, and later the starting again.
 * @throws JobError with SageMaker's reason when it does not become healthy.
 */
export async function startContainer(
  platform: Platform,
  place: ContainerPlace,
  signal: AbortSignal,
): Promise<KeptContainer> {
  const placed = await placeContainer(platform, place)
  await downloadModel(platform, placed, signal)
  return keepServing(platform, placed, await startServing(platform, placed, signal), signal)
}

/** Unpacks the model within the time that the variant gives for it. */
async function downloadModel(
  { objectStore, clock }: Platform,
  { definition, variant, request }: PlacedContainer,
  signal: AbortSignal,
): Promise<void> {
  const seconds = variant.request.ModelDataDownloadTimeoutInSeconds
  const done = new AbortController()
  const late = new AbortController()
  const timer =
    seconds === undefined
      ? undefined
      : clock.sleep(seconds * 1000, done.signal).then(
          () => late.abort(),
          () => {},
        )
  const { modelDir } = containerPaths(request.optMl)
  try {
    const either = AbortSignal.any([signal, late.signal])
    await unpackModel(objectStore, definition, modelDir, either)
  } catch (cause) {
    throw late.signal.aborted ? downloadedTooSlowly(seconds) : cause
  } finally {
    done.abort()
    await timer
  }
}

function downloadedTooSlowly(seconds: number | undefined): JobError {
  return new JobError(
    'ClientError',
    `The model data was not downloaded and extracted within ${seconds} seconds, which ModelDataDownloadTimeoutInSeconds allows.`,
  )
}

/** Starts the container again whenever it ends, until it is stopped. */
function keepServing(
  platform: Platform,
  placed: PlacedContainer,
  first: ServingContainer,
  signal: AbortSignal,
): KeptContainer {
  const { clock, times } = platform
  const { onLine } = placed.request
  const stopping = new AbortController()
  const over = AbortSignal.any([stopping.signal, signal])
  const models =
    placed.definition.Mode === 'MultiModel' ? new ModelCache(platform, placed) : undefined
  let running: ServingContainer | undefined = first
  let address: Address | undefined
  const kept = keep()
  platform.run(() => kept)

  return {
    name: placed.name,
    models,
    get address() {
      return address
    },
    async stop() {
      stopping.abort()
      await running?.stop(times.hostingStopGrace)
      await kept
    },
  }

  async function keep(): Promise<void> {
    let attempt = 0
    while (running !== undefined) {
      const started = clock.now().getTime()
      const exitCode = await serveWith(running)
      running = undefined
      if (over.aborted) return
      if (clock.now().getTime() - started > longestPause) attempt = 0
      onLine(`The container ended with exit code ${exitCode}; starting it again.`)
      ;[running, attempt] = await startAgain(attempt)
      // Healthy in the very moment in which it was to stop: no one else knows of it yet.
      if (over.aborted) await running?.stop(times.hostingStopGrace)
    }
  }

  /** Lets a container serve until it has ended, and ends it when it is not healthy any more. */
  async function serveWith(container: ServingContainer): Promise<number> {
    address = container.address
    models?.serve(container)
    const ended = new AbortController()
    const watched = untilUnhealthy(
      platform,
      container.address,
      AbortSignal.any([ended.signal, over]),
    ).then(async (isUnhealthy) => {
      if (!isUnhealthy) return
      address = undefined
      onLine('The container does not answer GET /ping with 200 any more; it is replaced.')
      await container.stop(times.hostingStopGrace)
    })
    const { exitCode } = await container.exited
    address = undefined
    models?.forget()
    ended.abort()
    await watched
    return exitCode
  }

  async function startAgain(before: number): Promise<[ServingContainer | undefined, number]> {
    for (let attempt = before; !over.aborted; attempt += 1) {
      await clock.sleep(restartPause(attempt), over).catch(() => {})
      // Why one attempt fails is in the log; the next may do better.
      const started = await startServing(platform, placed, over).catch(() => undefined)
      if (started !== undefined) return [started, attempt + 1]
    }
    return [undefined, before]
  }
}

const longestPause = 10_000

/** Milliseconds before a server is started again: little at first, at most ten seconds. */
function restartPause(attempt: number): number {
  return Math.min(100 * 2 ** attempt, longestPause)
}
