import { createReadStream, openSync } from 'node:fs'
import { AwsError } from '../../errors.ts'
import type { Checksum } from '../../protocols/checksums.ts'
import type { ByteRange } from '../../protocols/http-range.ts'
import type { DiskObject } from '../../state/disk-object.ts'
import type { StagedFile } from '../../state/staged-file.ts'
import { invalidArgument, requireObject } from './s3-errors.ts'
import { decodePath } from './s3-path.ts'
import type { S3Request, S3State } from './s3-request.ts'

const wanted = 'x-amz-copy-source'
const blockSize = 1024 ** 2

/** The object that a copy is made of, once it has met the copier's conditions. */
export function requireCopySource(request: S3Request, { objects }: S3State): DiskObject {
  const header = request.header(wanted) ?? ''
  const [encoded = '', version] = header.replace(/^\//, '').split('?versionId=')
  const source = decodePath(encoded)
  const slash = source.indexOf('/')
  if (slash < 1 || slash === source.length - 1) {
    throw invalidArgument(
      'Copy Source must mention the source bucket and key: sourcebucket/sourcekey',
      wanted,
      header,
    )
  }
  if (version !== undefined && version !== 'null') {
    throw invalidArgument('Invalid version id specified', 'versionId', version)
  }
  const object = requireObject(objects, source.slice(0, slash), source.slice(slash + 1))
  const owner = request.header('x-amz-source-expected-bucket-owner')
  if (owner !== undefined && owner !== objects.bucket(object.bucket)?.owner) {
    throw new AwsError('AccessDenied', 'Access Denied', 403)
  }
  checkConditions(request, object)
  return object
}

/** Stages the bytes of a stored object, or a range of them, and adds them to a checksum. */
export async function stageStored(
  { objects }: S3State,
  object: DiskObject,
  { range, checksum }: { range?: ByteRange | undefined; checksum?: Checksum | undefined },
): Promise<StagedFile> {
  // Opened at once: a later request may replace the object before it is read.
  const fd = openSync(object.path, 'r')
  const bytes = createReadStream('', { fd, highWaterMark: blockSize, ...range })
  try {
    return await objects.stage(checksum === undefined ? bytes : addTo(checksum, bytes))
  } finally {
    bytes.destroy()
  }
}

async function* addTo(
  checksum: Checksum,
  bytes: AsyncIterable<Buffer>,
): AsyncGenerator<Buffer, void, undefined> {
  for await (const chunk of bytes) {
    checksum.update(chunk)
    yield chunk
  }
}

function checkConditions(request: S3Request, { etag, lastModified }: DiskObject): void {
  const ifMatch = request.header(`${wanted}-if-match`)
  const ifNoneMatch = request.header(`${wanted}-if-none-match`)
  const isSame = (tag: string) => tag === '*' || tag.replaceAll('"', '') === etag.slice(1, -1)
  const isSince = (name: string) => {
    const since = Date.parse(request.header(`${wanted}-if-${name}-since`) ?? '')
    return Number.isNaN(since)
      ? undefined
      : Math.floor(lastModified.getTime() / 1000) * 1000 > since
  }
  if (ifMatch === undefined ? isSince('unmodified') === true : !isSame(ifMatch)) {
    throw preconditionFailed(ifMatch === undefined ? 'if-unmodified-since' : 'if-match')
  }
  if (ifNoneMatch === undefined ? isSince('modified') === false : isSame(ifNoneMatch)) {
    throw preconditionFailed(ifNoneMatch === undefined ? 'if-modified-since' : 'if-none-match')
  }
}

function preconditionFailed(condition: string): AwsError {
  return new AwsError(
    'PreconditionFailed',
    'At least one of the pre-conditions you specified did not hold',
    412,
    { Condition: `${wanted}-${condition}` },
  )
}
