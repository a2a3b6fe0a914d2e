import { formatPage, readListQuery, takePage } from './list-page.ts'
import { requireBucket } from './s3-errors.ts'
import type { S3Request, S3Response, S3State } from './s3-request.ts'
import { s3Xml } from './s3-xml.ts'

/** Lists a page of a bucket's objects for clients of the first generation. */
export function listObjects(request: S3Request, state: S3State): S3Response {
  const { bucket, query } = request
  const { owner } = requireBucket(state.objects, bucket)
  const list = readListQuery(request)
  const marker = query.get('marker') ?? ''
  const page = takePage(state, bucket, list, marker)
  // Without a delimiter the last key of the page does: S3 leaves the marker out then.
  const isMarked = page.isTruncated && list.delimiter !== ''
  return {
    body: s3Xml('ListBucketResult', {
      ...formatPage(bucket, list, page, owner),
      Marker: list.encode(marker),
      NextMarker: isMarked ? list.encode(page.last ?? '') : undefined,
    }),
  }
}
