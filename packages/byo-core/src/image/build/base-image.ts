import { ByoError } from '../../errors.ts'
import type { Runtime } from '../../runtime.ts'
import { digestOf } from '../digest.ts'
import type { ImageBlob } from '../image-parts.ts'
import type { ImageReference } from '../image-reference.ts'
import type { ImageConfig } from '../manifest.ts'
import { manifestTypes } from '../media-types.ts'
import type { Platform } from '../platform.ts'
import type { RegistryAccess } from '../registry/registry-access.ts'
import { createRegistryClient, type RegistryClient } from '../registry/registry-client.ts'
import { brokenOff } from '../registry/registry-errors.ts'
import { corruptedBlob, readBlob } from '../registry/remote-blob.ts'

/** What a new image takes over from the one it's built on. */
export interface BaseImage {
  readonly layers: readonly ImageBlob[]
  readonly config: ImageConfig
}

const gzippedLayers = new Set([
  'application/vnd.docker.image.rootfs.diff.tar.gzip',
  'application/vnd.oci.image.layer.v1.tar+gzip',
])

interface Descriptor {
  readonly mediaType: string
  readonly digest: string
  readonly size: number
  readonly platform?: { readonly os?: string; readonly architecture?: string }
}

interface Manifest {
  readonly schemaVersion?: number
  readonly manifests?: readonly Descriptor[]
  readonly config?: Descriptor
  readonly layers?: readonly Descriptor[]
}

/**
 * Reads the image for a platform from a registry: its configuration, and layers that are fetched
 * only when they are opened. OCI and Docker images differ in media types alone, so both serve.
 */
export async function readBaseImage(
  reference: ImageReference,
  access: RegistryAccess,
  platform: Platform,
  { runtime, signal }: { readonly runtime: Runtime; readonly signal: AbortSignal | undefined },
): Promise<BaseImage> {
  const registry = createRegistryClient(reference, access, runtime)
  const { version } = reference
  let manifest = await readManifest(registry, version, signal)
  if (manifest.manifests) {
    const { digest } = choosePlatform(manifest.manifests, platform)
    manifest = await readManifest(registry, digest, signal)
  }
  const { schemaVersion, config: descriptor, layers = [] } = manifest
  if (schemaVersion === 1) throw unusable(`${version} has the outdated schema 1: push it anew`)
  if (!descriptor) throw unusable(`${version} has no configuration`)
  const odd = layers.find(({ mediaType }) => !gzippedLayers.has(mediaType))
  if (odd) throw unusable(`a layer has the media type ${odd.mediaType}, and SageMaker wants gzip`)

  const config = await readJson<ImageConfig>(registry, `blobs/${descriptor.digest}`, '*/*', signal)
  if (config.architecture !== platform.architecture || config.os !== platform.os) {
    throw unusable(
      `${version} is for ${config.os}/${config.architecture}, not for ${nameOf(platform)}`,
    )
  }
  if (config.rootfs?.diff_ids.length !== layers.length) {
    throw unusable('its configuration and its manifest disagree on the number of layers')
  }
  return { config, layers: layers.map(baseLayer) }

  function baseLayer({ digest, size }: Descriptor): ImageBlob {
    const open = (stop?: AbortSignal) => readBlob(registry, digest, stop)
    return { digest, size, open, home: { access, repository: reference.repository } }
  }
}

function readManifest(registry: RegistryClient, version: string, signal: AbortSignal | undefined) {
  return readJson<Manifest>(registry, `manifests/${version}`, manifestTypes.join(', '), signal)
}

/** The image for the platform; a build's attestations stand beside the images, for `unknown`. */
function choosePlatform(manifests: readonly Descriptor[], wanted: Platform): Descriptor {
  const found = manifests.find(
    ({ platform }) => platform?.os === wanted.os && platform.architecture === wanted.architecture,
  )
  if (found) return found
  const offered = manifests.flatMap(({ platform }) =>
    platform === undefined || platform.os === 'unknown' ? [] : nameOf(platform),
  )
  throw unusable(
    `it's there for ${[...new Set(offered)].join(', ') || 'no platform'}, not for ${nameOf(wanted)}`,
  )
}

function nameOf({ os, architecture }: { os?: string; architecture?: string }): string {
  return `${os}/${architecture}`
}

/** Reads JSON; where the path names a digest, the bytes must have it. */
async function readJson<T>(
  registry: RegistryClient,
  path: string,
  accept: string,
  signal: AbortSignal | undefined,
): Promise<T> {
  const response = await registry.get(path, { accept, signal })
  const bytes = new Uint8Array(
    await response.arrayBuffer().catch((cause: unknown) => {
      throw brokenOff(response.url, cause, 'base image', signal)
    }),
  )
  const [, digest] = /(sha256:[a-f0-9]{64})$/.exec(path) ?? []
  if (digest !== undefined && digestOf(bytes) !== digest) throw corruptedBlob(digest)
  try {
    return JSON.parse(new TextDecoder().decode(bytes)) as T
  } catch {
    throw unusable(`${response.url} is not JSON`)
  }
}

function unusable(reason: string): ByoError {
  return new ByoError(
    'base-image-unavailable',
    `The base image can't be used: ${reason}. Choose another one (baseImage, BYO_BASE_IMAGE).`,
  )
}
