import type { Descriptor } from '../pushed-manifest.ts'
import { dockerFailed } from './build-with-docker.ts'
import type { DockerCommand, RunOptions } from './docker-command.ts'
import { type ImageProgress, parsePushLine } from './image-progress.ts'

/** What Docker said of each layer last, by the digits that it names the layer by. */
export type LayerStatuses = ReadonlyMap<string, string>

/** Pushes what was built; the settings that the command runs with open the registry. */
export async function pushWithDocker(
  docker: DockerCommand,
  reference: string,
  {
    onProgress,
    signal,
  }: {
    readonly onProgress: ((progress: ImageProgress) => void) | undefined
    readonly signal: RunOptions['signal']
  },
): Promise<LayerStatuses> {
  const statuses = new Map<string, string>()
  const onLine = (line: string) => {
    const progress = parsePushLine(line)
    const { layer, layerStatus } = progress
    if (layer !== undefined && layerStatus !== undefined) statuses.set(layer, layerStatus)
    onProgress?.(progress)
  }
  const run = await docker.run(['push', reference], { onLine, signal })
  if (run.exitCode !== 0) throw dockerFailed('image-push-failed', `${docker.name} push`, run)
  return statuses
}

/**
 * Bytes of the layers that were sent. Docker names a layer by the digest of its content before it was
 * compressed or after; a layer that it says nothing of counts as sent.
 */
export function countSentBytes(
  layers: readonly Descriptor[],
  diffIds: readonly string[],
  statuses: LayerStatuses,
): number {
  const isThere = (digest: string | undefined) =>
    /exists|mounted|skipped/i.test(statuses.get(digest?.slice(7, 19) ?? '') ?? '')
  const sent = layers.filter(({ digest }, index) => !isThere(digest) && !isThere(diffIds[index]))
  return sent.reduce((sum, { size }) => sum + size, 0)
}
