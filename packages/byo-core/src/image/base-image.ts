import { createHash } from 'node:crypto'
import { ByoError } from '../errors.ts'
import { digestOf } from './digest.ts'
import type { ImageBlob } from './image-parts.ts'
import type { ImageReference } from './image-reference.ts'
import { dockerManifest, type ImageConfig } from './manifest.ts'
import { brokenOff, type RegistryClient } from './registry-client.ts'

/** What a new image takes over from the one it's built on. */
export interface BaseImage {
  readonly layers: readonly ImageBlob[]
  readonly config: ImageConfig
}

const ociManifest = 'application/vnd.oci.image.manifest.v1+json'
const indexes = [
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.index.v1+json',
]
const acceptedManifests = [...indexes, dockerManifest, ociManifest].join(', ')
const gzippedLayers = new Set([
  'application/vnd.docker.image.rootfs.diff.tar.gzip',
  'application/vnd.oci.image.layer.v1.tar+gzip',
])
/** SageMaker's ordinary machines are x86-64. */
const platform = { os: 'linux', architecture: 'amd64' }

interface Descriptor {
  readonly mediaType: string
  readonly digest: string
  readonly size: number
  readonly platform?: { readonly os: string; readonly architecture: string }
}

/**
 * Reads the image for linux/amd64 from a registry: its configuration, and layers that are fetched
 * only when they are opened. OCI and Docker images differ in media types alone, so both serve.
 */
export async function readBaseImage(
  { version }: ImageReference,
  registry: RegistryClient,
  signal: AbortSignal | undefined,
): Promise<BaseImage> {
  let manifest = await readManifest(registry, version, signal)
  if (manifest.manifests) {
    const { digest } = choosePlatform(manifest.manifests)
    manifest = await readManifest(registry, digest, signal)
  }
  const { config: descriptor, layers = [] } = manifest
  if (!descriptor) throw unusable(`${version} has no configuration`)
  const odd = layers.find(({ mediaType }) => !gzippedLayers.has(mediaType))
  if (odd) throw unusable(`a layer has the media type ${odd.mediaType}, and SageMaker wants gzip`)

  const config = await readJson<ImageConfig>(registry, `blobs/${descriptor.digest}`, '*/*', signal)
  if (config.architecture !== platform.architecture || config.os !== platform.os) {
    throw unusable(`${version} is for ${config.os}/${config.architecture}, not for linux/amd64`)
  }
  if (config.rootfs?.diff_ids.length !== layers.length) {
    throw unusable('its configuration and its manifest disagree on the number of layers')
  }
  return { config, layers: layers.map((layer) => remoteBlob(registry, layer)) }
}

interface Manifest {
  readonly manifests?: readonly Descriptor[]
  readonly config?: Descriptor
  readonly layers?: readonly Descriptor[]
}

function readManifest(registry: RegistryClient, version: string, signal: AbortSignal | undefined) {
  return readJson<Manifest>(registry, `manifests/${version}`, acceptedManifests, signal)
}

function choosePlatform(manifests: readonly Descriptor[]): Descriptor {
  const found = manifests.find(
    (entry) =>
      entry.platform?.os === platform.os && entry.platform.architecture === platform.architecture,
  )
  if (found) return found
  const offered = manifests.map((entry) => `${entry.platform?.os}/${entry.platform?.architecture}`)
  throw unusable(`it's there for ${offered.join(', ')}, not for linux/amd64`)
}

/** Reads JSON; where the path names a digest, the bytes must have it. */
async function readJson<T>(
  registry: RegistryClient,
  path: string,
  accept: string,
  signal: AbortSignal | undefined,
): Promise<T> {
  const response = await registry.get(path, accept, signal)
  const bytes = new Uint8Array(
    await response.arrayBuffer().catch((cause: unknown) => {
      throw brokenOff(response.url, cause, signal)
    }),
  )
  const [, digest] = /(sha256:[a-f0-9]{64})$/.exec(path) ?? []
  if (digest !== undefined && digestOf(bytes) !== digest) throw corrupted(digest)
  try {
    return JSON.parse(new TextDecoder().decode(bytes)) as T
  } catch {
    throw unusable(`${response.url} is not JSON`)
  }
}

function remoteBlob(registry: RegistryClient, { digest, size }: Descriptor): ImageBlob {
  return {
    digest,
    size,
    async *open(signal) {
      const { body, url } = await registry.get(`blobs/${digest}`, '*/*', signal)
      const hash = createHash('sha256')
      try {
        for await (const chunk of body ?? []) {
          hash.update(chunk)
          yield chunk
        }
      } catch (cause) {
        throw brokenOff(url, cause, signal)
      }
      if (`sha256:${hash.digest('hex')}` !== digest) throw corrupted(digest)
    },
  }
}

function corrupted(digest: string): ByoError {
  return new ByoError(
    'base-image-unavailable',
    `The registry sent other bytes than ${digest} stands for: try again.`,
  )
}

function unusable(reason: string): ByoError {
  return new ByoError(
    'base-image-unavailable',
    `The base image can't be used: ${reason}. Choose another one (baseImage, BYO_BASE_IMAGE).`,
  )
}
