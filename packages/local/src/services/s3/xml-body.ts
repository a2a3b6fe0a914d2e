import { parseXml, type XmlNode } from '../../protocols/xml.ts'
import { findExpectedChecksum } from './expected-checksum.ts'
import { readSmallPayload } from './payload.ts'
import { invalidRequest, malformedXml } from './s3-errors.ts'
import type { S3Request } from './s3-request.ts'

/** The XML of a request that has to come with a checksum, as those that change much have to. */
export async function readXml(request: S3Request, root: string, limit: number): Promise<XmlNode> {
  const isGuarded = findExpectedChecksum(request) ?? request.header('content-md5')
  if (isGuarded === undefined) {
    throw invalidRequest(
      'Missing required header for this request: Content-MD5 OR x-amz-checksum-*',
    )
  }
  const content = parseXml(await readSmallPayload(request, limit), root)
  if (content === undefined) throw malformedXml()
  return content
}
