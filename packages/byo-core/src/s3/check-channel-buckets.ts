import { ByoError } from '../errors.ts'
import { isS3Uri, parseS3Uri } from '../naming/s3-uri.ts'
import { lookAtBucket } from '../session/look-at-bucket.ts'
import type { Session } from '../session/session.ts'

/**
 * Looks whether the buckets of channels whose address is in S3 are there, in the session's region. One
 * that the caller may not see passes: SageMaker's role may.
 *
 * @throws `bucket-unavailable`
 */
export async function checkChannelBuckets(
  session: Session,
  addresses: Readonly<Record<string, string>>,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { region } = session
  const looked = new Set<string>()
  for (const [channel, uri] of Object.entries(addresses)) {
    if (!isS3Uri(uri)) continue
    const { bucket } = parseS3Uri(uri)
    // The session looks after its own.
    if (looked.has(bucket) || (await session.ownerOf(bucket)) !== undefined) continue
    looked.add(bucket)
    const s3 = await session.clients.s3()
    const look = await lookAtBucket(s3, { bucket, region, owner: undefined, signal })
    if (look !== 'missing') continue
    throw new ByoError(
      'bucket-unavailable',
      `The bucket "${bucket}" of the channel "${channel}" doesn't exist.`,
    )
  }
}
