import { AwsError } from '../../errors.ts'
import { invalidArgument } from './s3-errors.ts'
import type { S3Request } from './s3-request.ts'

const encryption = 'x-amz-server-side-encryption'
/** Settings that are kept with an object and told again; they change nothing in how it is stored here. */
const settings = [
  encryption,
  `${encryption}-aws-kms-key-id`,
  `${encryption}-bucket-key-enabled`,
  'x-amz-website-redirect-location',
]
const encryptions: ReadonlySet<string> = new Set(['AES256', 'aws:kms', 'aws:kms:dsse'])
const storageClasses: ReadonlySet<string> = new Set([
  'STANDARD',
  'STANDARD_IA',
  'ONEZONE_IA',
  'INTELLIGENT_TIERING',
  'REDUCED_REDUNDANCY',
  'GLACIER_IR',
])
/** Classes whose objects cannot be read at once, or are stored elsewhere. */
const missingClasses: ReadonlySet<string> = new Set([
  'GLACIER',
  'DEEP_ARCHIVE',
  'OUTPOSTS',
  'SNOW',
  'EXPRESS_ONEZONE',
])

/** How a request wants the object that it makes to be kept. */
export function readObjectSettings(request: S3Request): Record<string, string> {
  const found: Record<string, string> = readStorageClass(request)
  for (const name of settings) {
    const value = request.header(name)
    if (value !== undefined) found[name] = value
  }
  const algorithm = found[encryption]
  if (algorithm !== undefined && !encryptions.has(algorithm)) {
    throw invalidArgument('The encryption method specified is not supported', encryption, algorithm)
  }
  return found
}

/** The settings that the answer to an upload tells again. */
export function describeEncryption(
  headers: Readonly<Record<string, string>>,
): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => name.startsWith(encryption)))
}

/** An object's storage class, which headers name only where it is not the usual one. */
export function storageClassOf({
  headers,
}: {
  readonly headers: Readonly<Record<string, string>>
}): string {
  return headers['x-amz-storage-class'] ?? 'STANDARD'
}

function readStorageClass(request: S3Request): Record<string, string> {
  const value = request.header('x-amz-storage-class') ?? 'STANDARD'
  if (missingClasses.has(value)) {
    throw new AwsError(
      'NotImplemented',
      `A header you provided implies functionality that is not implemented: the storage class ${value}.`,
      501,
      { Header: 'x-amz-storage-class' },
    )
  }
  if (!storageClasses.has(value)) {
    throw new AwsError('InvalidStorageClass', 'The storage class you specified is not valid', 400, {
      StorageClassRequested: value,
    })
  }
  return value === 'STANDARD' ? {} : { 'x-amz-storage-class': value }
}
