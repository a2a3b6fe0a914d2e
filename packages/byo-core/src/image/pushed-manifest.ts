import { digestOf } from './digest.ts'
import { ImageError } from './image-error.ts'
import { dockerConfig, dockerLayer, dockerManifest } from './manifest.ts'
import type { ImagePlatform } from './platform.ts'

/** A part of an image as a manifest names it. */
export interface Descriptor {
  readonly mediaType: string
  readonly digest: string
  readonly size: number
  readonly platform?: { readonly os: string; readonly architecture: string }
}

/** A manifest of one image, or of several. */
export interface PushedManifest {
  readonly config?: Descriptor
  readonly layers?: readonly Descriptor[]
  readonly manifests?: readonly Descriptor[]
}

/** A manifest of one image in the form that SageMaker takes. */
export interface FittingManifest {
  readonly text: string
  readonly digest: string
  readonly config: Descriptor
  readonly layers: readonly Descriptor[]
}

const layerTypes: Readonly<Record<string, string>> = {
  [dockerLayer]: dockerLayer,
  'application/vnd.oci.image.layer.v1.tar+gzip': dockerLayer,
}

/** The digest of the image for the platform among those of an index, whose others are attestations or other platforms. */
export function chooseManifest(manifests: readonly Descriptor[], platform: ImagePlatform): string {
  const nameOf = (entry: Descriptor) => `${entry.platform?.os}/${entry.platform?.architecture}`
  const found = manifests.find((entry) => nameOf(entry) === platform)
  if (found) return found.digest
  const offered = manifests.map(nameOf).filter((name) => name !== 'unknown/unknown')
  throw unfit(`it is for ${offered.join(', ') || 'no platform'}, not for ${platform}`)
}

/**
 * The manifest as Docker v2 schema 2, the one kind that SageMaker hosts. One that is that already stays as
 * it is, byte for byte; OCI's differ in media types alone, so the blobs serve as they are.
 */
export function fittingManifest(text: string, mediaType: string): FittingManifest {
  const { config, layers = [] } = JSON.parse(text) as PushedManifest
  if (config === undefined) throw unfit(`its manifest, ${mediaType}, has no configuration`)
  const converted = layers.map((layer) => {
    const type = layerTypes[layer.mediaType]
    if (type !== undefined) return { mediaType: type, size: layer.size, digest: layer.digest }
    throw unfit(
      `a layer has the media type ${layer.mediaType}, and SageMaker wants gzip: let Docker compress with gzip`,
    )
  })
  if (mediaType === dockerManifest) return { text, digest: digestOf(encode(text)), config, layers }
  const fitting = JSON.stringify({
    schemaVersion: 2,
    mediaType: dockerManifest,
    config: { mediaType: dockerConfig, size: config.size, digest: config.digest },
    layers: converted,
  })
  return { text: fitting, digest: digestOf(encode(fitting)), config, layers }
}

function encode(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}

/** The error of a pushed image that SageMaker wouldn't take. */
export function unfit(reason: string): ImageError {
  return new ImageError(
    'image-push-failed',
    `SageMaker can't use the image that Docker pushed: ${reason}.`,
    {
      outputTail: [],
      exitCode: 0,
    },
  )
}
