import type { DiskObject, DiskObjectAttributes } from '../../state/disk-object.ts'
import { readStored, requireCopySource } from './copy-source.ts'
import { readObjectAttributes } from './object-headers.ts'
import { requireWritableKey } from './put-object.ts'
import { invalidRequest, requireBucket } from './s3-errors.ts'
import type { S3Request, S3Response, S3State } from './s3-request.ts'
import { s3Xml } from './s3-xml.ts'

/** Makes an object of another one's bytes. */
export async function copyObject(request: S3Request, state: S3State): Promise<S3Response> {
  const { bucket, key } = request
  requireBucket(state.objects, bucket)
  requireWritableKey(key)
  const source = requireCopySource(request, state)
  const replaces = request.header('x-amz-metadata-directive')?.toUpperCase() === 'REPLACE'
  if (!replaces && source.bucket === bucket && source.key === key) {
    throw invalidRequest(
      "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
    )
  }
  const staged = await state.objects.stage(readStored(source))
  requireBucket(state.objects, bucket)
  const stored = state.objects.commit(bucket, key, staged, {
    ...(replaces ? readObjectAttributes(request) : attributesOf(source)),
    // A checksum of parts says nothing of a copy, which has none.
    checksums: source.checksumType === 'FULL_OBJECT' ? source.checksums : {},
  })
  return {
    body: s3Xml('CopyObjectResult', {
      ETag: stored.etag,
      LastModified: stored.lastModified.toISOString(),
    }),
  }
}

function attributesOf({ contentType, metadata, headers }: DiskObject): DiskObjectAttributes {
  return { contentType, metadata, headers }
}
