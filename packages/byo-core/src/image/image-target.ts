import type { Ledger } from '../ledger.ts'
import type { ImageBlob } from './image-parts.ts'

/** A registry that images go to: ECR by its own API, or any other by that of registries. */
export interface ImageRegistry {
  /** True where a tag can be taken away and all else stays; where it can't, each tag is there for good. */
  readonly forgetsTags: boolean
  /** What lets Docker push to a repository; throws where nothing does, before anything is built in vain. */
  login(repository: string, signal: AbortSignal | undefined): Promise<RegistryLogin>
  /** The repository of that name, made when it's missing, where registries don't do that by themselves. */
  open(
    repository: string,
    context: { readonly ledger: Ledger; readonly signal: AbortSignal | undefined },
  ): Promise<ImageTarget>
}

/** What opens a registry to Docker. */
export interface RegistryLogin {
  /** Host and port. */
  readonly host: string
  /** User and password in base64; undefined where Docker is to use what it has kept itself. */
  readonly token: string | undefined
}

/** A repository that images go to. */
export interface ImageTarget {
  /** Registry and repository, to which `:tag` or `@digest` is added. */
  readonly uri: string
  /** Undefined outside of ECR. */
  readonly repositoryArn: string | undefined
  /** True when the repository was made just now. */
  readonly created: boolean
  /** True when the tag names the image of that digest, whose blobs are then there too. */
  isStored(image: ImageName, signal: AbortSignal | undefined): Promise<boolean>
  /** Those of the blobs that aren't there, each once. */
  missingBlobs(
    blobs: readonly ImageBlob[],
    signal: AbortSignal | undefined,
  ): Promise<readonly ImageBlob[]>
  /** Takes a blob over from where it's at home, or else sends it; tells how many bytes that took. */
  uploadBlob(blob: ImageBlob, signal: AbortSignal | undefined): Promise<number>
  /** Stores a manifest, whose blobs are there, under its tag; false when it was there already. */
  putManifest(image: TaggedManifest): Promise<boolean>
  /** The manifest of a tag or a digest; undefined when there is none. */
  readManifest(
    version: string,
    signal: AbortSignal | undefined,
  ): Promise<StoredManifest | undefined>
  /** All bytes of a small blob. */
  readBlob(digest: string, signal: AbortSignal | undefined): Promise<Uint8Array>
  /**
   * Lets work push under a tag that is taken away again, whatever happens: nobody sees an image under the tag
   * that they use before it's known to be good, and tags that can't move are no hindrance. The manifests that
   * the work gives as `others` go with the tag, where that harms nobody.
   */
  withPassingTag<T extends { readonly others: readonly string[] }>(
    tag: string,
    work: () => Promise<T>,
  ): Promise<T>
}

/** A tag, and the digest of the manifest that it is to name. */
export interface ImageName {
  readonly tag: string
  readonly digest: string
}

/** A Docker v2 manifest with its tag and its digest. */
export interface TaggedManifest extends ImageName {
  readonly manifest: string
}

/** A manifest as it's kept. */
export interface StoredManifest {
  readonly text: string
  readonly mediaType: string
}
