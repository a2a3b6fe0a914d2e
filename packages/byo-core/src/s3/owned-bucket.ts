import type { Session } from '../session/session.ts'

/** A bucket as requests name it. */
export interface BucketInput {
  readonly Bucket: string
  readonly ExpectedBucketOwner?: string
}

/**
 * The bucket, with its owner when it's the session's own: S3 then refuses the request should the name
 * belong to somebody else, now or later.
 */
export async function ownedBucket(session: Session, bucket: string): Promise<BucketInput> {
  const owner = await session.ownerOf(bucket)
  return { Bucket: bucket, ...(owner !== undefined && { ExpectedBucketOwner: owner }) }
}
