import { AwsError } from '../errors.ts'
import type { HttpExchange } from '../protocols/http-exchange.ts'
import { parseAmzDate, type SignatureClaim } from '../protocols/signature-claim.ts'

/** Refuses a presigned address of S3 whose time is over, be it of this or of the former signature version. */
export function checkPresignedAge(
  { query }: HttpExchange,
  claim: SignatureClaim | undefined,
  now: Date,
): void {
  const end = claim === undefined ? endOfVersion2(query) : endOf(claim)
  if (end === undefined || end.getTime() > now.getTime()) return
  throw new AwsError('AccessDenied', 'Request has expired', 403, {
    ...(claim?.expires !== undefined && { 'X-Amz-Expires': claim.expires }),
    Expires: end.toISOString(),
    ServerTime: now.toISOString(),
  })
}

/** Numbers too large for a date are never over. */
function endOf({ time, expires }: SignatureClaim): Date | undefined {
  const start = parseAmzDate(time)
  if (start === undefined || !/^\d{1,9}$/.test(expires ?? '')) return undefined
  return new Date(start.getTime() + Number(expires) * 1000)
}

/** boto3 signs so unless it is told otherwise: the end in seconds since 1970. */
function endOfVersion2(query: URLSearchParams): Date | undefined {
  const expires = query.get('Expires') ?? ''
  const isSigned = query.has('AWSAccessKeyId') && query.has('Signature')
  return isSigned && /^\d{1,11}$/.test(expires) ? new Date(Number(expires) * 1000) : undefined
}
