import { formatPage, readListQuery, takePage } from './list-page.ts'
import { readToken, writeToken } from './list-token.ts'
import { requireBucket } from './s3-errors.ts'
import type { S3Request, S3Response, S3State } from './s3-request.ts'
import { s3Xml } from './s3-xml.ts'

/** Lists a page of a bucket's objects. */
export function listObjectsV2(request: S3Request, state: S3State): S3Response {
  const { bucket, query } = request
  const bucketOwner = requireBucket(state.objects, bucket).owner
  const owner = query.get('fetch-owner') === 'true' ? bucketOwner : undefined
  const list = readListQuery(request)
  const token = query.get('continuation-token') ?? undefined
  const startAfter = query.get('start-after') ?? undefined
  const after = token === undefined ? (startAfter ?? '') : readToken(token)
  const page = takePage(state, bucket, list, after)
  return {
    body: s3Xml('ListBucketResult', {
      ...formatPage(bucket, list, page, owner),
      KeyCount: page.objects.length + page.commonPrefixes.length,
      StartAfter: startAfter === undefined ? undefined : list.encode(startAfter),
      ContinuationToken: token,
      NextContinuationToken: page.isTruncated ? writeToken(page.last ?? '') : undefined,
    }),
  }
}
