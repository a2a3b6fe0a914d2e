/**
 * Something that was made in the account, in the words that removing it needs. Plain JSON, so that a
 * list of them can be saved and cleaned up by another process.
 *
 * @public
 */
export interface Resource {
  readonly kind: ResourceKind
  /** The name in its service; for `s3-objects` the `s3://` prefix, for `image` `repository@digest`. */
  readonly name: string
  readonly arn: string
}

/** @public */
export type ResourceKind =
  | 'endpoint'
  | 'endpoint-config'
  | 'model'
  | 'training-job'
  | 's3-objects'
  | 'image'
  | 'image-repository'

/**
 * A resource that could not be removed, and why.
 *
 * @public
 */
export interface Leftover {
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
  readonly leftovers: readonly Leftover[]
}
