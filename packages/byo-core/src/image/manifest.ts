import { posix } from 'node:path'
import { programFolder } from './build/pack-program.ts'
import type { ImageBlob } from './image-parts.ts'
import type { Platform } from './platform.ts'

export const dockerManifest = 'application/vnd.docker.distribution.manifest.v2+json'
export const dockerConfig = 'application/vnd.docker.container.image.v1+json'
export const dockerLayer = 'application/vnd.docker.image.rootfs.diff.tar.gzip'

/** An image's configuration, of which only what this package changes is named. */
export interface ImageConfig {
  readonly architecture?: string
  readonly variant?: string
  readonly os?: string
  readonly config?: Readonly<Record<string, unknown>>
  readonly rootfs?: { readonly type: string; readonly diff_ids: readonly string[] }
  readonly history?: readonly Readonly<Record<string, unknown>>[]
}

/** Time in images is fixed, or the same program would give another digest every time. */
const created = '1970-01-01T00:00:00Z'

/** What an image has beside its base. */
export interface ImageFacts {
  readonly platform: Platform
  /** The digest of the program's layer before compression. */
  readonly diffId: string
  /** The file that `node` runs, by its path in the program's folder. */
  readonly entrypoint: string
  readonly labels: Readonly<Record<string, string>>
}

/** The configuration of the base with the program as its entrypoint, one layer more and labels. */
export function formatConfig(
  base: ImageConfig | undefined,
  { platform: { architecture, os }, diffId, entrypoint, labels }: ImageFacts,
): string {
  const { Cmd: _, Labels, ...inherited } = base?.config ?? {}
  const allLabels = { ...(Labels as object | null | undefined), ...labels }
  const programPath = posix.join(programFolder, entrypoint)
  return JSON.stringify({
    architecture,
    ...(base?.variant !== undefined && { variant: base.variant }),
    os,
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
