import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { newIdentifier } from '../../state/identifiers.ts'
import { containersOf } from '../hosting/model.ts'
import { startAll } from '../hosting/start-all.ts'
import type { ServingContainer } from '../hosting/start-healthy.ts'
import type { Platform } from '../platform.ts'
import { startTransformContainer } from './transform-container.ts'
import type { TransformJob } from './transform-job.ts'

/** One instance of a transform job: the containers of its model, through which each request goes in turn. */
export interface TransformInstance {
  readonly containers: readonly ServingContainer[]
  /** The name of its log stream. */
  readonly stream: string
  /** Ends the containers, gracefully. */
  stop(): Promise<void>
}

/**
 * Starts an instance and waits until all its containers are healthy.
 *
 * @param folder - Its own; whoever made it removes it.
 * @throws JobError when one does not become healthy; nothing runs then.
 */
export async function startTransformInstance(
  platform: Platform,
  job: TransformJob,
  folder: string,
  signal: AbortSignal,
): Promise<TransformInstance> {
  const instanceId = `i-${newIdentifier().replaceAll('-', '').slice(0, 17)}`
  const stream = `${job.name}/${instanceId}-${platform.clock.now().getTime()}`
  const grace = platform.times.hostingStopGrace
  const starts = containersOf(job.model).map((_, at) => async (either: AbortSignal) => {
    const own = join(folder, String(at))
    await mkdir(own, { recursive: true })
    const place = { job, at, stream, folder: own }
    const container = await startTransformContainer(platform, place, either)
    return { container, stop: async () => void (await container.stop(grace)) }
  })
  const started = await startAll(starts, { signal })
  return {
    containers: started.map(({ container }) => container),
    stream,
    async stop() {
      await Promise.all(started.map((one) => one.stop()))
    },
  }
}
