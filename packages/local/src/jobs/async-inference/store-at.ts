import type { Readable } from 'node:stream'
import { JobError } from '../../errors.ts'
import type { Platform } from '../platform.ts'
import { parseS3Uri } from '../s3-uri.ts'

/** Stores bytes at an S3 URI: all of them or, when the stream fails, nothing. */
export async function storeAt(
  { objectStore }: Platform,
  uri: string,
  body: Readable,
  contentType: string | undefined,
): Promise<void> {
  const place = parseS3Uri(uri)
  if (place === undefined || !objectStore.hasBucket(place.bucket)) {
    body.destroy()
    throw new JobError('ClientError', `The S3 bucket of "${uri}" does not exist.`)
  }
  await objectStore.put(place.bucket, place.key, body, contentType ? { contentType } : {})
}
