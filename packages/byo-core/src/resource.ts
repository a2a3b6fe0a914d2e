/**
 * Something that was made in the account, in the words that removing it needs. Plain JSON, so that a
 * list of them can be saved and cleaned up by another process.
 *
 * @public
 */
export interface Resource {
  /** What it is, which decides how it is removed and when. */
  readonly kind: ResourceKind
  /**
   * The name in its service; for `s3-objects` the `s3://` prefix, for `image` `repository@digest`, for
   * `scalable-target` `endpoint/<name>/variant/<name>`.
   */
  readonly name: string
  /** The ARN; for `s3-objects` it ends in `*`, for all objects under the prefix; for `scalable-target` that of the variant. */
  readonly arn: string
}

/**
 * The kinds of thing that this package makes and `cleanUp` removes.
 *
 * @public
 */
export type ResourceKind =
  | 'scalable-target'
  | 'endpoint'
  | 'endpoint-config'
  | 'model'
  | 'tuning-job'
  | 'training-job'
  | 'transform-job'
  | 's3-objects'
  | 'image'
  | 'image-repository'

/**
 * A resource that could not be removed, and why.
 *
 * @public
 */
export interface Leftover {
  /** What stayed behind. */
  readonly resource: Resource
  /** A sentence. */
  readonly reason: string
}

/**
 * What a clean-up did.
 *
 * @public
 */
export interface CleanUpReport {
  /** Gone now, in the order in which they went; what was gone already counts too. */
  readonly removed: readonly Resource[]
  /** Still there, each with the reason; empty when all is gone. */
  readonly leftovers: readonly Leftover[]
}
