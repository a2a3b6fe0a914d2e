import { AwsError } from '../../errors.ts'
import type { XmlNode } from '../../protocols/xml.ts'
import type { MultipartUpload, UploadedPart } from '../../state/multipart-uploads.ts'
import { invalidRequest, malformedXml } from './s3-errors.ts'
import type { S3Request } from './s3-request.ts'

const smallestPart = 5 * 1024 ** 2

/** Throws unless the parts are listed by ascending numbers. */
export function requireOrder(listed: readonly XmlNode[]): void {
  const numbers = listed.map((entry) => Number(entry.text('PartNumber') || Number.NaN))
  if (numbers.some((number) => !Number.isInteger(number))) throw malformedXml()
  if (numbers.every((number, index) => number > (numbers[index - 1] ?? 0))) return
  throw new AwsError(
    'InvalidPartOrder',
    'The list of parts was not in ascending order. Parts must be ordered by part number.',
  )
}

/** The part that an entry of the list means, which must be as the client knows it. */
export function choosePart(upload: MultipartUpload, entry: XmlNode): UploadedPart {
  const part = upload.parts.get(Number(entry.text('PartNumber')))
  if (part !== undefined && isAsListed(part, entry)) {
    requireListedChecksum(upload, entry)
    return part
  }
  throw new AwsError(
    'InvalidPart',
    "One or more of the specified parts could not be found. The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.",
    400,
    { UploadId: upload.id, PartNumber: entry.text('PartNumber'), ETag: entry.text('ETag') },
  )
}

/** Throws for a part that is too small, and for parts that are not as long together as the client says. */
export function requireSizes(request: S3Request, parts: readonly UploadedPart[]): void {
  const small = parts.slice(0, -1).find(({ size }) => size < smallestPart)
  if (small !== undefined) {
    throw new AwsError(
      'EntityTooSmall',
      'Your proposed upload is smaller than the minimum allowed size',
      400,
      {
        ETag: small.md5,
        MinSizeAllowed: smallestPart,
        PartNumber: small.number,
        ProposedSize: small.size,
      },
    )
  }
  const promised = request.header('x-amz-mp-object-size')
  const size = parts.reduce((sum, part) => sum + part.size, 0)
  if (promised === undefined || Number(promised) === size) return
  throw invalidRequest(
    `The provided 'x-amz-mp-object-size' header does not match what was computed: ${promised} and ${size}.`,
  )
}

function isAsListed(part: UploadedPart, entry: XmlNode): boolean {
  if (entry.text('ETag')?.replaceAll('"', '') !== part.md5) return false
  return Object.entries(part.checksums).every(([algorithm, value]) => {
    return (entry.text(`Checksum${algorithm.toUpperCase()}`) ?? value) === value
  })
}

/** Where the object's checksum is made of those of its parts, the client has to know them. */
function requireListedChecksum({ algorithm, checksumType }: MultipartUpload, entry: XmlNode): void {
  if (algorithm === undefined || checksumType === 'FULL_OBJECT') return
  if (entry.text(`Checksum${algorithm.toUpperCase()}`) !== undefined) return
  throw invalidRequest(
    `The upload was created using a ${algorithm} checksum. The complete request must include the checksum for each part. It was missing for part ${entry.text('PartNumber')} in the request.`,
  )
}
