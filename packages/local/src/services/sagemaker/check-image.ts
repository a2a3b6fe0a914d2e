import type { Platform } from '../../jobs/platform.ts'
import type { StoredImage } from '../../state/image-store.ts'
import { refusal } from './refusals.ts'

const dockerManifest = 'application/vnd.docker.distribution.manifest.v2+json'
const ociManifest = 'application/vnd.oci.image.manifest.v1+json'

/** An image that a model may have: pushed, and with the one kind of manifest that SageMaker hosting takes. */
export function checkModelImage(platform: Platform, uri: string): StoredImage {
  return requireManifest(findImage(platform, uri), uri, [dockerManifest])
}

/** Requires that an image says of itself what its container is to do. */
export function checkLabels(image: StoredImage, uri: string, labels: readonly string[]): void {
  const missing = labels.filter((label) => image.config.config?.Labels?.[label] !== 'true')
  if (missing.length === 0) return
  const list = missing.map((label) => `${label}=true`).join(', ')
  throw refusal(`Your Ecr Image ${uri} does not contain required ${list} Docker label(s).`)
}

/** An image that a training job may have: pushed, and for a single platform. */
export function checkTrainingImage(platform: Platform, uri: string): StoredImage {
  return requireManifest(findImage(platform, uri), uri, [dockerManifest, ociManifest])
}

function findImage({ imageStore }: Platform, uri: string): StoredImage {
  const image = imageStore.find(uri)
  if (image === undefined) throw refusal(`Requested image ${uri} not found.`)
  return image
}

function requireManifest(image: StoredImage, uri: string, taken: readonly string[]): StoredImage {
  if (taken.includes(image.mediaType)) return image
  throw refusal(
    `Unsupported manifest media type ${image.mediaType} for image ${uri}. Ensure that valid manifest media type is used for specified image.`,
  )
}
