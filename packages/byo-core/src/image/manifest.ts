import { programFolder, programPath } from './application-layer.ts'
import type { ImageBlob } from './image-parts.ts'

export const dockerManifest = 'application/vnd.docker.distribution.manifest.v2+json'
const dockerConfig = 'application/vnd.docker.container.image.v1+json'
const dockerLayer = 'application/vnd.docker.image.rootfs.diff.tar.gzip'

/** An image's configuration, of which only what this package changes is named. */
export interface ImageConfig {
  readonly architecture?: string
  readonly os?: string
  readonly config?: Readonly<Record<string, unknown>>
  readonly rootfs?: { readonly type: string; readonly diff_ids: readonly string[] }
  readonly history?: readonly Readonly<Record<string, unknown>>[]
}

/** Time in images is fixed, or the same program would give another digest every time. */
const created = '1970-01-01T00:00:00Z'

/** The configuration of the base with the program as its entrypoint, one layer more and labels. */
export function formatConfig(
  base: ImageConfig | undefined,
  diffId: string,
  labels: Readonly<Record<string, string>>,
): string {
  const { Cmd: _, Labels, ...inherited } = base?.config ?? {}
  const allLabels = { ...(Labels as object | null | undefined), ...labels }
  return JSON.stringify({
    architecture: base?.architecture ?? 'amd64',
    os: base?.os ?? 'linux',
    created,
    config: {
      ...inherited,
      // Exec form, so that SIGTERM reaches the program; SageMaker appends `train` or `serve`.
      Entrypoint: ['node', programPath],
      WorkingDir: programFolder,
      ...(Object.keys(allLabels).length > 0 && { Labels: allLabels }),
    },
    rootfs: { type: 'layers', diff_ids: [...(base?.rootfs?.diff_ids ?? []), diffId] },
    history: [...(base?.history ?? []), { created, created_by: `COPY program ${programPath}` }],
  })
}

/** The manifest of an image with gzipped layers. */
export function formatManifest(config: ImageBlob, layers: readonly ImageBlob[]): string {
  const describe = (mediaType: string, { size, digest }: ImageBlob) => ({ mediaType, size, digest })
  return JSON.stringify({
    schemaVersion: 2,
    mediaType: dockerManifest,
    config: describe(dockerConfig, config),
    layers: layers.map((layer) => describe(dockerLayer, layer)),
  })
}
