import { AwsError } from '../../errors.ts'
import type { DiskObject } from '../../state/disk-object.ts'
import type { S3Request } from './s3-request.ts'

/** Whether a reader's copy is still good: true stands for 304. Throws when what the reader wants is not there. */
export function checkReadConditions(request: S3Request, object: DiskObject): boolean {
  const ifMatch = request.header('if-match')
  const ifUnmodified = request.header('if-unmodified-since')
  if (ifMatch !== undefined) {
    if (!matches(ifMatch, object)) throw preconditionFailed('If-Match')
  } else if (ifUnmodified !== undefined && isModifiedSince(object, ifUnmodified)) {
    throw preconditionFailed('If-Unmodified-Since')
  }

  const ifNoneMatch = request.header('if-none-match')
  if (ifNoneMatch !== undefined) return matches(ifNoneMatch, object)
  const ifModified = request.header('if-modified-since')
  return ifModified !== undefined && !isModifiedSince(object, ifModified)
}

/** Throws when a client wants to delete another object than the one that is there. */
export function checkDeleteConditions(request: S3Request, existing: DiskObject | undefined): void {
  const ifMatch = request.header('if-match')
  if (ifMatch === undefined || existing === undefined) return
  if (!matches(ifMatch, existing)) throw preconditionFailed('If-Match')
}

/** Throws when a writer wants to replace another object than the one that is there. */
export function checkWriteConditions(request: S3Request, existing: DiskObject | undefined): void {
  const ifNoneMatch = request.header('if-none-match')
  if (ifNoneMatch !== undefined && existing !== undefined && matches(ifNoneMatch, existing)) {
    throw preconditionFailed('If-None-Match')
  }
  const ifMatch = request.header('if-match')
  if (ifMatch === undefined) return
  if (existing === undefined) {
    throw new AwsError('NoSuchKey', 'The specified key does not exist.', 404, { Key: request.key })
  }
  if (!matches(ifMatch, existing)) throw preconditionFailed('If-Match')
}

function matches(list: string, { etag }: DiskObject): boolean {
  return list.split(',').some((one) => {
    const tag = one.trim().replace(/^W\//, '')
    return tag === '*' || tag === etag || `"${tag}"` === etag
  })
}

/** HTTP dates have whole seconds, so the object's fraction does not count. */
function isModifiedSince({ lastModified }: DiskObject, date: string): boolean {
  const seconds = Math.floor(lastModified.getTime() / 1000)
  const since = Date.parse(date) / 1000
  return !Number.isNaN(since) && seconds > since
}

function preconditionFailed(condition: string): AwsError {
  return new AwsError(
    'PreconditionFailed',
    'At least one of the pre-conditions you specified did not hold',
    412,
    { Condition: condition },
  )
}
