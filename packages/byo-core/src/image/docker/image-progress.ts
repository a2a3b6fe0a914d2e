/**
 * A line that Docker wrote while it built or pushed an image.
 *
 * @public
 */
export interface ImageProgress {
  /** What Docker is at. */
  readonly phase: 'build' | 'push'
  /** The line as it came. */
  readonly line: string
  /** The layer that a line of the push is about: the first twelve digits that Docker names it by. */
  readonly layer?: string
  /** What becomes of that layer, in Docker's words, such as `Pushed` or `Layer already exists`. */
  readonly layerStatus?: string
}

/** Reads a line of `docker push` or of `podman push`. */
export function parsePushLine(line: string): ImageProgress {
  const docker = /^([0-9a-f]{12}): (.+)$/.exec(line)
  if (docker)
    return { phase: 'push', line, layer: docker[1] as string, layerStatus: docker[2] as string }
  const podman = /^Copying blob (?:sha256:)?([0-9a-f]{12})[0-9a-f]*(?:\s+(.+))?$/.exec(line)
  if (podman) {
    return { phase: 'push', line, layer: podman[1] as string, layerStatus: podman[2] ?? 'Copying' }
  }
  return { phase: 'push', line }
}
