import { AwsError } from '../../errors.ts'
import { invalidRequest } from './s3-errors.ts'
import type { S3Request } from './s3-request.ts'

/** Headers that ask for what is not here: to go on without would be to do something else than was asked. */
const missing = [
  'x-amz-bucket-object-lock-enabled',
  'x-amz-copy-source-server-side-encryption-customer-algorithm',
  'x-amz-server-side-encryption-customer-algorithm',
  'x-amz-write-offset-bytes',
]
/** What a bucket without access lists takes, since it changes nothing. */
const harmlessAcls: ReadonlySet<string> = new Set(['private', 'bucket-owner-full-control'])

/** Throws S3's error for headers that ask for access lists, locks or encryption by the client's key. */
export function refuseHeaders(request: S3Request): void {
  const acl = request.header('x-amz-acl')
  const grants = Object.keys(request.message.headers).some((name) => {
    return name.startsWith('x-amz-grant-')
  })
  if (grants || (acl !== undefined && !harmlessAcls.has(acl))) throw noAcls(request)
  if (request.header('x-amz-object-lock-mode') ?? request.header('x-amz-object-lock-legal-hold')) {
    throw invalidRequest('Bucket is missing Object Lock Configuration')
  }
  const ownership = request.header('x-amz-object-ownership') ?? 'BucketOwnerEnforced'
  if (ownership !== 'BucketOwnerEnforced') throw notImplemented('x-amz-object-ownership')
  for (const name of missing) {
    if ((request.header(name) ?? 'false').toLowerCase() !== 'false') throw notImplemented(name)
  }
}

/** Buckets have their owner's objects only, as S3 makes them by default. */
function noAcls({ key }: S3Request): AwsError {
  return key === ''
    ? new AwsError(
        'InvalidBucketAclWithObjectOwnership',
        "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting",
      )
    : new AwsError('AccessControlListNotSupported', 'The bucket does not allow ACLs')
}

function notImplemented(header: string): AwsError {
  return new AwsError(
    'NotImplemented',
    `A header you provided implies functionality that is not implemented: ${header}.`,
    501,
    { Header: header },
  )
}
