import { AwsError } from '../../errors.ts'
import type { XmlNode, XmlValue } from '../../protocols/xml.ts'
import type { Tags } from '../../state/disk-object.ts'
import { invalidArgument, malformedXml } from './s3-errors.ts'
import type { S3Request } from './s3-request.ts'

const longestKey = 128
const longestValue = 256
const allowed = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u

/** How many tags a thing may have, and S3's words for one more. */
export interface TagLimit {
  readonly count: number
  readonly message: string
}

/** Of objects. */
export const objectTags: TagLimit = {
  count: 10,
  message: 'Object tags cannot be greater than 10',
}

/** Of buckets. */
export const bucketTags: TagLimit = {
  count: 50,
  message: 'Bucket tag count cannot be greater than 50',
}

/** The tags in the header of an upload, which has them as a query: `a=1&b=2`. */
export function readTagHeader(request: S3Request): Tags {
  const header = request.header('x-amz-tagging') ?? ''
  const pairs = [...new URLSearchParams(header)]
  if (new Set(pairs.map(([key]) => key)).size < pairs.length) {
    throw invalidArgument(
      "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters without tag name duplicates.",
      'x-amz-tagging',
      header,
    )
  }
  return checkTags(pairs, objectTags)
}

/** The tags in the XML of a request. */
export function readTagSet(tagging: XmlNode, limit: TagLimit): Tags {
  const [set] = tagging.children('TagSet')
  if (set === undefined) throw malformedXml()
  const pairs = set.children('Tag').map((tag): [string, string] => {
    const [key, value] = [tag.text('Key'), tag.text('Value')]
    if (key === undefined || value === undefined) throw malformedXml()
    return [key, value]
  })
  if (new Set(pairs.map(([key]) => key)).size < pairs.length) {
    throw invalidTag('Cannot provide multiple Tags with the same key')
  }
  return checkTags(pairs, limit)
}

/** Tags as XML has them. */
export function formatTagSet(tags: Tags): XmlValue {
  return { TagSet: { Tag: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) } }
}

function checkTags(pairs: readonly (readonly [string, string])[], limit: TagLimit): Tags {
  if (pairs.length > limit.count) throw new AwsError('BadRequest', limit.message)
  for (const [key, value] of pairs) {
    if (key === '' || key.length > longestKey || !allowed.test(key)) {
      throw invalidTag('The TagKey you have provided is invalid', { TagKey: key })
    }
    if (value.length > longestValue || !allowed.test(value)) {
      throw invalidTag('The TagValue you have provided is invalid', {
        TagKey: key,
        TagValue: value,
      })
    }
    if (key.startsWith('aws:')) {
      throw invalidTag('System tags cannot be added/updated by requester')
    }
  }
  return Object.fromEntries(pairs)
}

function invalidTag(message: string, members: Record<string, string> = {}): AwsError {
  return new AwsError('InvalidTag', message, 400, members)
}
