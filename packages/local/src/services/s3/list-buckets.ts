import { readToken, writeToken } from './list-token.ts'
import { invalidArgument } from './s3-errors.ts'
import type { S3Request, S3Response, S3State } from './s3-request.ts'
import { s3Xml } from './s3-xml.ts'

const mostBuckets = 10_000

/** Lists the buckets of the account by name: all, or page by page for clients that ask for pages. */
export function listBuckets(request: S3Request, { objects }: S3State): S3Response {
  const { query, context } = request
  const prefix = query.get('prefix') ?? ''
  const region = query.get('bucket-region')
  const token = query.get('continuation-token')
  const after = token === null ? '' : readToken(token)
  const rest = objects
    .buckets()
    .filter((bucket) => bucket.owner === context.accountId && bucket.name.startsWith(prefix))
    .filter((bucket) => bucket.name > after && (region === null || bucket.region === region))
  const page = rest.slice(0, readMaxBuckets(request))
  return {
    body: s3Xml('ListAllMyBucketsResult', {
      Owner: { ID: context.accountId },
      Prefix: prefix === '' ? undefined : prefix,
      Buckets: {
        Bucket: page.map(({ name, region, createdAt }) => ({
          Name: name,
          CreationDate: createdAt.toISOString(),
          BucketRegion: region,
        })),
      },
      ContinuationToken:
        page.length < rest.length ? writeToken(page.at(-1)?.name ?? '') : undefined,
    }),
  }
}

function readMaxBuckets({ query }: S3Request): number {
  const text = query.get('max-buckets')
  if (text === null) return mostBuckets
  const count = Number(text)
  if (/^\d{1,6}$/.test(text) && count >= 1 && count <= mostBuckets) return count
  throw invalidArgument(
    `Argument max-buckets must be an integer between 1 and ${mostBuckets}`,
    'max-buckets',
    text,
  )
}
