import { AwsError } from '../../errors.ts'
import type { DiskObject, StoredBucket } from '../../state/disk-object.ts'
import type { DiskObjectStore } from '../../state/disk-object-store.ts'

/** The bucket, or S3's error when there is none. */
export function requireBucket(objects: DiskObjectStore, name: string): StoredBucket {
  const bucket = objects.bucket(name)
  if (bucket === undefined) {
    throw new AwsError('NoSuchBucket', 'The specified bucket does not exist', 404, {
      BucketName: name,
    })
  }
  return bucket
}

/** The object, or S3's error when there is none. */
export function requireObject(objects: DiskObjectStore, bucket: string, key: string): DiskObject {
  requireBucket(objects, bucket)
  const object = objects.get(bucket, key)
  if (object === undefined) {
    throw new AwsError('NoSuchKey', 'The specified key does not exist.', 404, { Key: key })
  }
  return object
}

/** S3's answer to a request that makes no sense, with the reason. */
export function invalidRequest(message: string): AwsError {
  return new AwsError('InvalidRequest', message)
}

/** S3's answer to a parameter whose value it does not take. */
export function invalidArgument(message: string, name: string, value: string): AwsError {
  return new AwsError('InvalidArgument', message, 400, {
    ArgumentName: name,
    ArgumentValue: value,
  })
}

/** S3's answer to a body that is not the XML that the operation takes. */
export function malformedXml(): AwsError {
  return new AwsError(
    'MalformedXML',
    'The XML you provided was not well-formed or did not validate against our published schema',
  )
}
