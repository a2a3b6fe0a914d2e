import { parseXml } from '../../protocols/xml.ts'
import { findExpectedChecksum } from './expected-checksum.ts'
import { readSmallPayload } from './payload.ts'
import { invalidRequest, malformedXml, requireBucket } from './s3-errors.ts'
import type { S3Request, S3Response, S3State } from './s3-request.ts'
import { s3Xml } from './s3-xml.ts'

const mostKeys = 1000
const bodyLimit = 8 * 1024 * 1024

/** Deletes up to a thousand objects. */
export async function deleteObjects(request: S3Request, { objects }: S3State): Promise<S3Response> {
  requireBucket(objects, request.bucket)
  const isSigned = findExpectedChecksum(request) ?? request.header('content-md5')
  if (isSigned === undefined) {
    throw invalidRequest(
      'Missing required header for this request: Content-MD5 OR x-amz-checksum-*',
    )
  }
  const order = parseXml(await readSmallPayload(request, bodyLimit), 'Delete')
  const keys = order?.children('Object').map((object) => object.text('Key'))
  if (order === undefined || keys === undefined || keys.length === 0 || keys.length > mostKeys) {
    throw malformedXml()
  }
  const present = keys.filter((key) => key !== undefined)
  if (present.length < keys.length) throw malformedXml()

  for (const key of present) objects.delete(request.bucket, key)
  const isQuiet = order.text('Quiet') === 'true'
  return {
    body: s3Xml('DeleteResult', { Deleted: isQuiet ? [] : present.map((Key) => ({ Key })) }),
  }
}
