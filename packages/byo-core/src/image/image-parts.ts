import type { RegistryAccess } from './registry/registry-access.ts'

/** A blob of an image: a layer or the configuration. */
export interface ImageBlob {
  readonly digest: string
  /** Bytes. */
  readonly size: number
  /** The bytes, from the beginning at each call; only called when the target lacks the blob. */
  open(signal: AbortSignal | undefined): AsyncIterable<Uint8Array>
  /** A repository that has it, from which others of the same registry may take it over. */
  readonly home?: BlobHome
}

/** Where a blob is already. */
interface BlobHome {
  readonly access: RegistryAccess
  readonly repository: string
}

/** An image that is ready to be pushed: what an image builder makes. */
export interface ImageParts {
  readonly layers: readonly ImageBlob[]
  readonly config: ImageBlob
  /** A Docker v2 schema 2 manifest for one platform, the only kind that SageMaker takes. */
  readonly manifest: string
}

/**
 * Makes an image from a program. There is one builder, which needs no Docker; Docker itself makes and pushes
 * images of Dockerfiles.
 */
export type ImageBuilder = (program: string, signal: AbortSignal | undefined) => Promise<ImageParts>

/** A blob that is in memory. */
export function blobOf(digest: string, bytes: Uint8Array): ImageBlob {
  return {
    digest,
    size: bytes.byteLength,
    async *open() {
      yield bytes
    },
  }
}
