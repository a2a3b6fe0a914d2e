import { requireObject } from './s3-errors.ts'
import type { S3Request, S3Response, S3State } from './s3-request.ts'
import { s3Xml } from './s3-xml.ts'
import { formatTagSet, objectTags, readTagSet } from './tags.ts'
import { readXml } from './xml-body.ts'

const bodyLimit = 64 * 1024

/** Gives an object's tags. */
export function getObjectTagging({ bucket, key }: S3Request, { objects }: S3State): S3Response {
  return { body: s3Xml('Tagging', formatTagSet(requireObject(objects, bucket, key).tags)) }
}

/** Gives an object other tags. */
export async function putObjectTagging(
  request: S3Request,
  { objects }: S3State,
): Promise<S3Response> {
  const { bucket, key } = request
  requireObject(objects, bucket, key)
  const tags = readTagSet(await readXml(request, 'Tagging', bodyLimit), objectTags)
  objects.tagObject(requireObject(objects, bucket, key), tags)
  return {}
}

/** Takes an object's tags away. */
export function deleteObjectTagging({ bucket, key }: S3Request, { objects }: S3State): S3Response {
  objects.tagObject(requireObject(objects, bucket, key), {})
  return { status: 204 }
}
