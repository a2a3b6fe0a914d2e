import { formatPage, readListQuery, takePage } from './list-page.ts'
import { invalidArgument, requireBucket } from './s3-errors.ts'
import type { S3Request, S3Response, S3State } from './s3-request.ts'
import { s3Xml } from './s3-xml.ts'

/** Lists a page of a bucket's objects. */
export function listObjectsV2(request: S3Request, state: S3State): S3Response {
  const { bucket, query } = request
  requireBucket(state.objects, bucket)
  const list = readListQuery(request)
  const token = query.get('continuation-token') ?? undefined
  const startAfter = query.get('start-after') ?? undefined
  const after = token === undefined ? (startAfter ?? '') : readToken(token)
  const page = takePage(state, bucket, list, after)
  return {
    body: s3Xml('ListBucketResult', {
      ...formatPage(bucket, list, page),
      KeyCount: page.objects.length + page.commonPrefixes.length,
      StartAfter: startAfter === undefined ? undefined : list.encode(startAfter),
      ContinuationToken: token,
      NextContinuationToken: page.isTruncated ? writeToken(page.last ?? '') : undefined,
    }),
  }
}

/** Opaque to clients: the place in the order of keys where the page before ended. */
function writeToken(last: string): string {
  return Buffer.from(last).toString('base64url')
}

function readToken(token: string): string {
  if (!/^[A-Za-z0-9_-]+$/.test(token)) {
    throw invalidArgument(
      'The continuation token provided is incorrect',
      'continuation-token',
      token,
    )
  }
  return Buffer.from(token, 'base64url').toString('utf8')
}
