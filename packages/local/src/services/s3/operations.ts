import { abortMultipartUpload } from './abort-multipart-upload.ts'
import {
  createBucket,
  deleteBucket,
  getBucketLocation,
  headBucket,
  listBuckets,
} from './buckets.ts'
import { completeMultipartUpload } from './complete-multipart-upload.ts'
import { copyObject } from './copy-object.ts'
import { createMultipartUpload } from './create-multipart-upload.ts'
import { deleteObject } from './delete-object.ts'
import { deleteObjects } from './delete-objects.ts'
import { getObject, headObject } from './get-object.ts'
import { listObjects } from './list-objects.ts'
import { listObjectsV2 } from './list-objects-v2.ts'
import { listMultipartUploads, listParts } from './list-parts.ts'
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
  readonly subresource?: string
  /** Whether the bytes come from an object that `x-amz-copy-source` names. */
  readonly copies?: boolean
  readonly run: S3Operation
}

/** The operations of S3. */
export const s3Operations: readonly S3Route[] = [
  { name: 'ListBuckets', method: 'GET', on: 'service', run: listBuckets },

  { name: 'CreateBucket', method: 'PUT', on: 'bucket', run: createBucket },
  { name: 'HeadBucket', method: 'HEAD', on: 'bucket', run: headBucket },
  { name: 'DeleteBucket', method: 'DELETE', on: 'bucket', run: deleteBucket },
  { name: 'ListObjects', method: 'GET', on: 'bucket', run: listObjects },
  {
    name: 'ListObjectsV2',
    method: 'GET',
    on: 'bucket',
    subresource: 'list-type',
    run: listObjectsV2,
  },
  {
    name: 'GetBucketLocation',
    method: 'GET',
    on: 'bucket',
    subresource: 'location',
    run: getBucketLocation,
  },
  {
    name: 'ListMultipartUploads',
    method: 'GET',
    on: 'bucket',
    subresource: 'uploads',
    run: listMultipartUploads,
  },
  {
    name: 'DeleteObjects',
    method: 'POST',
    on: 'bucket',
    subresource: 'delete',
    run: deleteObjects,
  },

  { name: 'PutObject', method: 'PUT', on: 'object', run: putObject },
  { name: 'CopyObject', method: 'PUT', on: 'object', copies: true, run: copyObject },
  { name: 'GetObject', method: 'GET', on: 'object', run: getObject },
  { name: 'HeadObject', method: 'HEAD', on: 'object', run: headObject },
  { name: 'DeleteObject', method: 'DELETE', on: 'object', run: deleteObject },

  {
    name: 'CreateMultipartUpload',
    method: 'POST',
    on: 'object',
    subresource: 'uploads',
    run: createMultipartUpload,
  },
  { name: 'UploadPart', method: 'PUT', on: 'object', subresource: 'uploadId', run: uploadPart },
  {
    name: 'UploadPartCopy',
    method: 'PUT',
    on: 'object',
    subresource: 'uploadId',
    copies: true,
    run: uploadPartCopy,
  },
  {
    name: 'CompleteMultipartUpload',
    method: 'POST',
    on: 'object',
    subresource: 'uploadId',
    run: completeMultipartUpload,
  },
  {
    name: 'AbortMultipartUpload',
    method: 'DELETE',
    on: 'object',
    subresource: 'uploadId',
    run: abortMultipartUpload,
  },
  { name: 'ListParts', method: 'GET', on: 'object', subresource: 'uploadId', run: listParts },
]
