import { createHash } from 'node:crypto'

/** A pointer of a manifest to a blob or to another manifest. */
export interface Descriptor {
  readonly mediaType: string
  readonly digest: string
  readonly size: number
}

/** What this package reads of a manifest; an index has `manifests`, an image `config` and `layers`. */
export interface Manifest {
  readonly mediaType?: string
  readonly config?: Descriptor
  readonly layers?: readonly Descriptor[]
  readonly manifests?: readonly Descriptor[]
}

/** The digest that a manifest's text is known by. */
export function manifestDigest(text: string): string {
  return `sha256:${createHash('sha256').update(text).digest('hex')}`
}

/** The manifest in a text, or undefined when it is none. */
export function parseManifest(text: string): Manifest | undefined {
  const value = parseJson(text) as Manifest | null | undefined
  if (typeof value !== 'object' || value === null) return undefined
  const { config, layers, manifests } = value
  if (Array.isArray(manifests)) return manifests.every(isDescriptor) ? value : undefined
  if (!isDescriptor(config) || !Array.isArray(layers)) return undefined
  return layers.every(isDescriptor) ? value : undefined
}

/** The blobs that must be in the repository before the manifest may be. */
export function blobsOf(manifest: Manifest): readonly Descriptor[] {
  return manifest.config === undefined ? [] : [manifest.config, ...(manifest.layers ?? [])]
}

/** The media type that a manifest says it has, or the one its shape implies. */
export function mediaTypeOf(manifest: Manifest): string {
  if (manifest.mediaType !== undefined) return manifest.mediaType
  return manifest.manifests === undefined
    ? 'application/vnd.oci.image.manifest.v1+json'
    : 'application/vnd.oci.image.index.v1+json'
}

function isDescriptor(value: unknown): value is Descriptor {
  if (typeof value !== 'object' || value === null) return false
  const { digest, mediaType, size } = value as Partial<Descriptor>
  return (
    typeof mediaType === 'string' &&
    typeof size === 'number' &&
    typeof digest === 'string' &&
    /^sha256:[0-9a-f]{64}$/.test(digest)
  )
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
