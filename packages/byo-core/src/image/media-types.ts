import { dockerManifest } from './manifest.ts'

/** Of manifests that stand for several images. */
export const indexTypes: readonly string[] = [
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.index.v1+json',
]

/** Of all manifests that a registry may have. */
export const manifestTypes: readonly string[] = [
  ...indexTypes,
  dockerManifest,
  'application/vnd.oci.image.manifest.v1+json',
]
