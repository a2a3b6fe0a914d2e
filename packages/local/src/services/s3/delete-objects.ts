import { malformedXml, requireBucket } from './s3-errors.ts'
import type { S3Request, S3Response, S3State } from './s3-request.ts'
import { s3Xml } from './s3-xml.ts'
import { readXml } from './xml-body.ts'

const mostKeys = 1000
const bodyLimit = 8 * 1024 * 1024

/** Deletes up to a thousand objects. */
export async function deleteObjects(request: S3Request, { objects }: S3State): Promise<S3Response> {
  const { bucket } = request
  requireBucket(objects, bucket)
  const order = await readXml(request, 'Delete', bodyLimit)
  const entries = order.children('Object').map((object) => ({
    Key: object.text('Key'),
    VersionId: object.text('VersionId'),
  }))
  if (entries.length === 0 || entries.length > mostKeys) throw malformedXml()
  if (entries.some(({ Key }) => !Key)) throw malformedXml()

  // Without versioning the one version of an object is called `null`.
  const isCurrent = ({ VersionId = 'null' }) => VersionId === 'null'
  const present = entries.filter(isCurrent)
  for (const { Key } of present) objects.delete(bucket, Key as string)
  const isQuiet = order.text('Quiet') === 'true'
  return {
    body: s3Xml('DeleteResult', {
      Deleted: isQuiet ? [] : present,
      Error: entries
        .filter((entry) => !isCurrent(entry))
        .map((entry) => ({
          ...entry,
          Code: 'NoSuchVersion',
          Message: 'The specified version does not exist.',
        })),
    }),
  }
}
