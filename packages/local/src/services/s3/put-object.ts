import { AwsError } from '../../errors.ts'
import { checkWriteConditions } from './conditions.ts'
import { describeChecksums, readObjectAttributes } from './object-headers.ts'
import { describeEncryption } from './object-settings.ts'
import { openPayload } from './payload.ts'
import { requireBucket } from './s3-errors.ts'
import type { S3Request, S3Response, S3State } from './s3-request.ts'
import { readTagHeader } from './tags.ts'

const largestPut = 5 * 1024 ** 3
const longestKey = 1024

/** Stores the body as an object. */
export async function putObject(request: S3Request, { objects }: S3State): Promise<S3Response> {
  const { bucket, key } = request
  requireBucket(objects, bucket)
  requireWritableKey(key)
  requireFittingSize(request)
  checkWriteConditions(request, objects.get(bucket, key))
  const attributes = { ...readObjectAttributes(request), tags: readTagHeader(request) }

  const payload = openPayload(request)
  const staged = await objects.stage(payload.chunks)
  try {
    // The bucket may have gone and the object may have come while the bytes were on their way.
    requireBucket(objects, bucket)
    checkWriteConditions(request, objects.get(bucket, key))
  } catch (error) {
    objects.discard(staged)
    throw error
  }
  const stored = objects.commit(bucket, key, staged, {
    ...attributes,
    checksums: payload.checksums(),
  })
  return {
    headers: {
      etag: stored.etag,
      ...describeChecksums(stored),
      ...describeEncryption(stored.headers),
    },
  }
}

/** Throws for a key that is longer than S3 takes. */
export function requireWritableKey(key: string): void {
  const size = Buffer.byteLength(key)
  if (size <= longestKey) return
  throw new AwsError('KeyTooLongError', 'Your key is too long', 400, {
    Size: size,
    MaxSizeAllowed: longestKey,
  })
}

/** Throws for a body whose length the client doesn't say, and for one that is longer than one request may bring. */
export function requireFittingSize(request: S3Request): void {
  const length = request.header('x-amz-decoded-content-length') ?? request.header('content-length')
  if (length === undefined) {
    throw new AwsError(
      'MissingContentLength',
      'You must provide the Content-Length HTTP header.',
      411,
    )
  }
  const size = Number(length)
  if (size <= largestPut) return
  throw new AwsError(
    'EntityTooLarge',
    'Your proposed upload exceeds the maximum allowed size',
    400,
    { ProposedSize: size, MaxSizeAllowed: largestPut },
  )
}
