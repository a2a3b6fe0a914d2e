import { abortMultipartUpload } from './abort-multipart-upload.ts'
import { deleteBucketTagging, getBucketTagging, putBucketTagging } from './bucket-tagging.ts'
import { getBucketVersioning } from './bucket-versioning.ts'
import { createBucket, deleteBucket, getBucketLocation, headBucket } from './buckets.ts'
import { completeMultipartUpload } from './complete-multipart-upload.ts'
import { copyObject } from './copy-object.ts'
import { createMultipartUpload } from './create-multipart-upload.ts'
import { deleteObject } from './delete-object.ts'
import { deleteObjects } from './delete-objects.ts'
import { getObject, headObject } from './get-object.ts'
import { getObjectAttributes } from './get-object-attributes.ts'
import { listBuckets } from './list-buckets.ts'
import { listMultipartUploads } from './list-multipart-uploads.ts'
import { listObjects } from './list-objects.ts'
import { listObjectsV2 } from './list-objects-v2.ts'
import { listParts } from './list-parts.ts'
import { deleteObjectTagging, getObjectTagging, putObjectTagging } from './object-tagging.ts'
import { putObject } from './put-object.ts'
import type { S3Operation } from './s3-request.ts'
import { uploadPart, uploadPartCopy } from './upload-part.ts'

/** What makes a request one of an operation. */
export interface S3Route {
  /** AWS's name of the operation. */
  readonly name: string
  readonly method: string
  readonly on: 'service' | 'bucket' | 'object'
  /** The query parameter that chooses the operation, where one does. */
  readonly subresource: string | undefined
  /** Whether the bytes come from an object that `x-amz-copy-source` names. */
  readonly copies: boolean
  readonly run: S3Operation
}

/** The operations of S3. */
export const s3Operations: readonly S3Route[] = [
  route('ListBuckets', 'GET service', listBuckets),

  route('CreateBucket', 'PUT bucket', createBucket),
  route('HeadBucket', 'HEAD bucket', headBucket),
  route('DeleteBucket', 'DELETE bucket', deleteBucket),
  route('ListObjects', 'GET bucket', listObjects),
  route('ListObjectsV2', 'GET bucket ?list-type', listObjectsV2),
  route('GetBucketLocation', 'GET bucket ?location', getBucketLocation),
  route('GetBucketVersioning', 'GET bucket ?versioning', getBucketVersioning),
  route('GetBucketTagging', 'GET bucket ?tagging', getBucketTagging),
  route('PutBucketTagging', 'PUT bucket ?tagging', putBucketTagging),
  route('DeleteBucketTagging', 'DELETE bucket ?tagging', deleteBucketTagging),
  route('ListMultipartUploads', 'GET bucket ?uploads', listMultipartUploads),
  route('DeleteObjects', 'POST bucket ?delete', deleteObjects),

  route('PutObject', 'PUT object', putObject),
  route('CopyObject', 'PUT object copies', copyObject),
  route('GetObject', 'GET object', getObject),
  route('HeadObject', 'HEAD object', headObject),
  route('DeleteObject', 'DELETE object', deleteObject),
  route('GetObjectAttributes', 'GET object ?attributes', getObjectAttributes),
  route('GetObjectTagging', 'GET object ?tagging', getObjectTagging),
  route('PutObjectTagging', 'PUT object ?tagging', putObjectTagging),
  route('DeleteObjectTagging', 'DELETE object ?tagging', deleteObjectTagging),

  route('CreateMultipartUpload', 'POST object ?uploads', createMultipartUpload),
  route('UploadPart', 'PUT object ?uploadId', uploadPart),
  route('UploadPartCopy', 'PUT object ?uploadId copies', uploadPartCopy),
  route('CompleteMultipartUpload', 'POST object ?uploadId', completeMultipartUpload),
  route('AbortMultipartUpload', 'DELETE object ?uploadId', abortMultipartUpload),
  route('ListParts', 'GET object ?uploadId', listParts),
]

/** Reads `METHOD place`, and the parameter that chooses and `copies` where they are part of the route. */
function route(name: string, pattern: string, run: S3Operation): S3Route {
  const [method = '', on, ...more] = pattern.split(' ')
  return {
    name,
    method,
    on: on as S3Route['on'],
    subresource: more.find((word) => word.startsWith('?'))?.slice(1),
    copies: more.includes('copies'),
    run,
  }
}
