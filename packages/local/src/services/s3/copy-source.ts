import { createReadStream } from 'node:fs'
import { AwsError } from '../../errors.ts'
import type { ByteRange } from '../../protocols/http-range.ts'
import type { DiskObject } from '../../state/disk-object.ts'
import { invalidArgument, requireObject } from './s3-errors.ts'
import { decodePath } from './s3-path.ts'
import type { S3Request, S3State } from './s3-request.ts'

/** The object that a copy is made of, once it has met the copier's conditions. */
export function requireCopySource(request: S3Request, { objects }: S3State): DiskObject {
  const header = request.header('x-amz-copy-source') ?? ''
  const source = decodePath(header.replace(/\?versionId=.*$/, '').replace(/^\//, ''))
  const slash = source.indexOf('/')
  if (slash < 1) {
    throw invalidArgument(
      'Copy Source must mention the source bucket and key: sourcebucket/sourcekey',
      'x-amz-copy-source',
      header,
    )
  }
  const object = requireObject(objects, source.slice(0, slash), source.slice(slash + 1))
  checkConditions(request, object)
  return object
}

/** Reads a stored object, or a range of it, from its file. */
export function readStored(object: DiskObject, range?: ByteRange): AsyncIterable<Buffer> {
  return createReadStream(object.path, range)
}

function checkConditions(request: S3Request, { etag }: DiskObject): void {
  const ifMatch = request.header('x-amz-copy-source-if-match')
  const ifNoneMatch = request.header('x-amz-copy-source-if-none-match')
  const bare = etag.replaceAll('"', '')
  const isOther = ifMatch !== undefined && ifMatch.replaceAll('"', '') !== bare
  const isSame = ifNoneMatch !== undefined && ifNoneMatch.replaceAll('"', '') === bare
  if (!isOther && !isSame) return
  throw new AwsError(
    'PreconditionFailed',
    'At least one of the pre-conditions you specified did not hold',
    412,
    { Condition: isOther ? 'x-amz-copy-source-if-match' : 'x-amz-copy-source-if-none-match' },
  )
}
