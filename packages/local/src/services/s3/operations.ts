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
  readonly method: string
  readonly on: 'service' | 'bucket' | 'object'
  /** The query parameter that chooses the operation, where one does. */
  readonly subresource?: string
  /** Whether the bytes come from an object that `x-amz-copy-source` names. */
  readonly copies?: boolean
  readonly run: S3Operation
}

/** The operations of S3. */
export const s3Operations: readonly S3Route[] = [
  { method: 'GET', on: 'service', run: listBuckets },

  { method: 'PUT', on: 'bucket', run: createBucket },
  { method: 'HEAD', on: 'bucket', run: headBucket },
  { method: 'DELETE', on: 'bucket', run: deleteBucket },
  { method: 'GET', on: 'bucket', run: listObjects },
  { method: 'GET', on: 'bucket', subresource: 'list-type', run: listObjectsV2 },
  { method: 'GET', on: 'bucket', subresource: 'location', run: getBucketLocation },
  { method: 'GET', on: 'bucket', subresource: 'versioning', run: getBucketVersioning },
  { method: 'GET', on: 'bucket', subresource: 'tagging', run: getBucketTagging },
  { method: 'PUT', on: 'bucket', subresource: 'tagging', run: putBucketTagging },
  { method: 'DELETE', on: 'bucket', subresource: 'tagging', run: deleteBucketTagging },
  { method: 'GET', on: 'bucket', subresource: 'uploads', run: listMultipartUploads },
  { method: 'POST', on: 'bucket', subresource: 'delete', run: deleteObjects },

  { method: 'PUT', on: 'object', run: putObject },
  { method: 'PUT', on: 'object', copies: true, run: copyObject },
  { method: 'GET', on: 'object', run: getObject },
  { method: 'HEAD', on: 'object', run: headObject },
  { method: 'DELETE', on: 'object', run: deleteObject },
  { method: 'GET', on: 'object', subresource: 'attributes', run: getObjectAttributes },
  { method: 'GET', on: 'object', subresource: 'tagging', run: getObjectTagging },
  { method: 'PUT', on: 'object', subresource: 'tagging', run: putObjectTagging },
  { method: 'DELETE', on: 'object', subresource: 'tagging', run: deleteObjectTagging },

  { method: 'POST', on: 'object', subresource: 'uploads', run: createMultipartUpload },
  { method: 'PUT', on: 'object', subresource: 'uploadId', run: uploadPart },
  { method: 'PUT', on: 'object', subresource: 'uploadId', copies: true, run: uploadPartCopy },
  { method: 'POST', on: 'object', subresource: 'uploadId', run: completeMultipartUpload },
  { method: 'DELETE', on: 'object', subresource: 'uploadId', run: abortMultipartUpload },
  { method: 'GET', on: 'object', subresource: 'uploadId', run: listParts },
]
