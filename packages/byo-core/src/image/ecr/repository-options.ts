/**
 * How `publishImage` creates a repository; one that is there already keeps what it has.
 *
 * @public
 */
export interface RepositoryOptions {
  /** Whether ECR looks for known weaknesses in each image that is pushed. @defaultValue false */
  readonly scanOnPush?: boolean | undefined
  /** Whether a tag may move to another image. @defaultValue `MUTABLE` */
  readonly imageTagMutability?: 'MUTABLE' | 'IMMUTABLE' | undefined
  /** ECR's rules for images to expire, as an object or as JSON. @defaultValue none */
  readonly lifecyclePolicy?: string | Readonly<Record<string, unknown>> | undefined
  /** AWS tags, value by key, of the repository. @defaultValue none */
  readonly tags?: Readonly<Record<string, string>> | undefined
}
