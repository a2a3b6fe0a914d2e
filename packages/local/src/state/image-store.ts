/** A layer of a stored image: a tar, gzipped or not, in the file at `path`. */
export interface StoredLayer {
  readonly digest: string
  readonly mediaType: string
  /** Bytes as stored. */
  readonly size: number
  readonly path: string
}

/** The parts of an image's configuration that running it needs. */
export interface ImageConfig {
  readonly architecture?: string
  readonly os?: string
  readonly rootfs?: { readonly type?: string; readonly diff_ids?: readonly string[] }
  readonly config?: {
    readonly Entrypoint?: readonly string[]
    readonly Cmd?: readonly string[]
    readonly Env?: readonly string[]
    readonly WorkingDir?: string
    readonly User?: string
    readonly Labels?: Readonly<Record<string, string>>
  }
}

/** One image: the manifest as it was pushed, and what it points at. */
export interface StoredImage {
  readonly repository: string
  readonly digest: string
  /** The manifest's media type; SageMaker takes only Docker's schema 2. */
  readonly mediaType: string
  readonly config: ImageConfig
  /** Base layers first. */
  readonly layers: readonly StoredLayer[]
}

/**
 * What has been pushed to the registry. The ECR service is its door for clients; jobs find the image
 * that an `AlgorithmSpecification` or a container definition names.
 */
export interface ImageStore {
  /**
   * The image of `<account>.dkr.ecr.<region>.amazonaws.com/<repository>[:tag|@digest]` or of
   * `<host>:<port>/<repository>[:tag|@digest]`, or undefined when it was never pushed.
   */
  find(uri: string): StoredImage | undefined
}
