import { AwsError } from '../../errors.ts'
import { type S3Route, s3Operations } from './operations.ts'
import type { S3Request } from './s3-request.ts'

/** Query parameters that name a part of a bucket or an object; some lead to operations that are not here. */
const subresources: ReadonlySet<string> = new Set([
  ...s3Operations.flatMap(({ subresource }) => subresource ?? []),
  ...'accelerate acl analytics attributes cors encryption intelligent-tiering inventory legal-hold'.split(
    ' ',
  ),
  ...'lifecycle logging metadataTable metrics notification object-lock ownershipControls policy'.split(
    ' ',
  ),
  ...'policyStatus publicAccessBlock replication requestPayment restore retention select'.split(
    ' ',
  ),
  ...'session tagging torrent versioning versions website'.split(' '),
])

/** The operation that a request is for. */
export function findOperation(request: S3Request): S3Route {
  const method = request.message.method ?? ''
  const on = placeOf(request)
  const subresource = [...request.query.keys()].find((name) => subresources.has(name))
  const copies = request.header('x-amz-copy-source') !== undefined
  const route = s3Operations.find((one) => {
    return (
      one.method === method &&
      one.on === on &&
      one.subresource === subresource &&
      (one.copies ?? false) === (copies && method === 'PUT' && on === 'object')
    )
  })
  if (route !== undefined) return route
  const what = subresource === undefined ? `${method} of a ${on}` : `${method} ?${subresource}`
  throw new AwsError('NotImplemented', `This server has no S3 operation for ${what}.`, 501)
}

function placeOf({ bucket, key }: S3Request): 'service' | 'bucket' | 'object' {
  if (bucket === '') return 'service'
  return key === '' ? 'bucket' : 'object'
}
