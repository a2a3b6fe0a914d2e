import { AwsError } from '../../errors.ts'
import { type S3Route, s3Operations } from './operations.ts'
import { invalidArgument } from './s3-errors.ts'
import type { S3Request } from './s3-request.ts'
import { subresourcesOf } from './subresources.ts'

/** The operation that a request is for. */
export function findOperation(request: S3Request): S3Route {
  const method = request.message.method ?? ''
  const on = placeOf(request)
  const chosen = subresourcesOf(request.query)
  requireCurrentVersion(request)
  requirePartOfUpload(method, request)
  const copies =
    method === 'PUT' && on === 'object' && request.header('x-amz-copy-source') !== undefined
  const route = s3Operations.find((one) => {
    return (
      one.method === method &&
      one.on === on &&
      chosen.length === (one.subresource === undefined ? 0 : 1) &&
      one.subresource === chosen[0] &&
      one.copies === copies
    )
  })
  if (route !== undefined) return route
  const what = chosen.length === 0 ? `${method} of a ${on}` : `${method} ?${chosen.join('&')}`
  throw new AwsError('NotImplemented', `This server has no S3 operation for ${what}.`, 501)
}

function placeOf({ bucket, key }: S3Request): 'service' | 'bucket' | 'object' {
  if (bucket === '') return 'service'
  return key === '' ? 'bucket' : 'object'
}

/** Without versioning the one version of an object is called `null`. */
function requireCurrentVersion({ query }: S3Request): void {
  const version = query.get('versionId')
  if (version === null || version === 'null') return
  throw invalidArgument('Invalid version id specified', 'versionId', version)
}

/** A part whose upload a client forgot to name must not become an object. */
function requirePartOfUpload(method: string, { query }: S3Request): void {
  const number = query.get('partNumber')
  if (number === null || method !== 'PUT' || query.has('uploadId')) return
  throw invalidArgument('This operation does not accept a query-string.', 'partNumber', number)
}
