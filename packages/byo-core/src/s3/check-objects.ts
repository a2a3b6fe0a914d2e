import { ByoError } from '../errors.ts'
import { parseS3Uri } from '../naming/s3-uri.ts'
import { isThere } from '../requests/is-there.ts'
import { request } from '../requests/request.ts'
import type { Session } from '../session/session.ts'

/** What is looked for in S3. */
export interface Needed {
  readonly uri: string
  /** What needs it, for the message. */
  readonly by: string
}

/**
 * Throws when there is no object whose address begins so, or with `isWhole` none of just this address.
 *
 * @throws `data-not-found`
 */
export async function checkObjects(
  session: Session,
  { uri, by, isWhole }: Needed & { readonly isWhole: boolean },
  signal: AbortSignal | undefined,
): Promise<void> {
  const s3 = await session.clients.s3()
  const { bucket, key } = parseS3Uri(uri)
  const found = await isThere(async () => {
    const { Contents = [] } = await request('ListObjectsV2', signal, (options) =>
      s3.listObjectsV2({ Bucket: bucket, Prefix: key, MaxKeys: 1 }, options),
    )
    // In the order of S3 the address itself comes before all that only begins so.
    return isWhole ? Contents[0]?.Key === key : Contents.length > 0
  })
  if (found !== false) return
  throw new ByoError(
    'data-not-found',
    `There is no object at ${uri}, for ${by}: correct the address, or send the data there with uploadChannel.`,
  )
}

/**
 * Throws when the bucket of the address isn't there.
 *
 * @throws `bucket-unavailable`
 */
export async function checkBucket(
  session: Session,
  { uri, by }: Needed,
  signal: AbortSignal | undefined,
): Promise<void> {
  const s3 = await session.clients.s3()
  const { bucket } = parseS3Uri(uri)
  const found = await isThere(async () => {
    await request('HeadBucket', signal, (options) => s3.headBucket({ Bucket: bucket }, options))
    return true
  })
  if (found !== false) return
  throw new ByoError(
    'bucket-unavailable',
    `The bucket "${bucket}" doesn't exist, and ${by} is ${uri}: create it, or name another.`,
  )
}
