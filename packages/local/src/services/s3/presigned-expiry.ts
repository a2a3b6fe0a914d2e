import { AwsError } from '../../errors.ts'
import type { Clock } from '../../state/clock.ts'
import type { S3Request } from './s3-request.ts'

const longestLife = 604_800

/**
 * Throws S3's error for a presigned URL whose time is over. That says nothing of its signature: a client
 * that lets a URL grow old is to see it here as well as there.
 */
export function requireUnexpired({ query }: S3Request, clock: Clock): void {
  const expiry = readExpiry(query)
  const now = clock.now()
  if (expiry === undefined || expiry.getTime() > now.getTime()) return
  throw new AwsError('AccessDenied', 'Request has expired', 403, {
    'X-Amz-Expires': query.get('X-Amz-Expires') ?? undefined,
    Expires: toSeconds(expiry),
    ServerTime: toSeconds(now),
  })
}

/** When a URL ends: one of today's after so many seconds, one of the older form at a time since 1970. */
function readExpiry(query: URLSearchParams): Date | undefined {
  if (query.has('X-Amz-Signature')) {
    const seconds = readSeconds(query.get('X-Amz-Expires'))
    return new Date(readDate(query.get('X-Amz-Date')).getTime() + seconds * 1000)
  }
  const expires = query.get('Expires')
  if (expires === null || !query.has('AWSAccessKeyId')) return undefined
  if (/^\d{1,12}$/.test(expires)) return new Date(Number(expires) * 1000)
  throw new AwsError('AccessDenied', 'Invalid date (should be seconds since epoch)', 403)
}

function readSeconds(text: string | null): number {
  if (text === null) throw incomplete()
  if (!/^-?\d{1,12}$/.test(text)) throw badParameter('X-Amz-Expires should be a number')
  const seconds = Number(text)
  if (seconds < 0) throw badParameter('X-Amz-Expires must be non-negative')
  if (seconds <= longestLife) return seconds
  throw badParameter(
    `X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than ${longestLife} seconds`,
  )
}

function readDate(text: string | null): Date {
  if (text === null) throw incomplete()
  const iso = text.replace(/^(\d{4})(\d\d)(\d\dT\d\d)(\d\d)(\d\dZ)$/, '$1-$2-$3:$4:$5')
  const date = new Date(iso)
  if (iso !== text && !Number.isNaN(date.getTime())) return date
  throw badParameter(`X-Amz-Date must be in the ISO8601 Long Format "yyyyMMdd'T'HHmmss'Z'"`)
}

function incomplete(): AwsError {
  return badParameter(
    'Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.',
  )
}

function badParameter(message: string): AwsError {
  return new AwsError('AuthorizationQueryParametersError', message)
}

function toSeconds(date: Date): string {
  return date.toISOString().replace(/\.\d+Z$/, 'Z')
}
