import { AwsError } from '../errors.ts'
import { type HttpExchange, header } from '../protocols/http-exchange.ts'
import { parseAmzDate, type SignatureClaim } from '../protocols/signature-claim.ts'
import { type SignatureDialect, signatureRefusal } from './signature-refusals.ts'

/** Seconds: a week, the longest that a presigned address is good for. */
const longestExpiry = 604_800

/** What the services that are found by their target are signed for. */
const targets: Readonly<Record<string, string>> = {
  SageMaker: 'sagemaker',
  AmazonEC2ContainerRegistry_V20150921: 'ecr',
  Logs_20140328: 'logs',
  AnyScaleFrontendService: 'application-autoscaling',
}

/** Refuses a signature that lacks something, or that is for something else than what it came with. */
export function checkClaim(
  exchange: HttpExchange,
  claim: SignatureClaim,
  dialect: SignatureDialect,
): void {
  const missing = findMissing(claim)
  if (missing !== undefined) throw incomplete(dialect, claim, missing)
  checkService(exchange, claim, dialect)
  if (!claim.signedHeaders.includes('host')) {
    throw signatureRefusal(dialect, 'mismatch', {
      text: "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.",
    })
  }
  if (dialect === 's3') checkS3(exchange, claim)
}

function findMissing(claim: SignatureClaim): string | undefined {
  const { algorithm, accessKeyId, scope, signedHeaders, signature, time } = claim
  if (algorithm !== 'AWS4-HMAC-SHA256') return `${algorithm} is not an algorithm of this server.`
  if (accessKeyId === '') return "Authorization header requires 'Credential' parameter."
  if (signature === '') return "Authorization header requires 'Signature' parameter."
  if (signedHeaders.length === 0) return "Authorization header requires 'SignedHeaders' parameter."
  if (parseAmzDate(time) === undefined) {
    return "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header."
  }
  if (!/^\d{8}\/[^/]+\/[^/]+\/aws4_request$/.test(scope)) {
    return `Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '${accessKeyId}/${scope}'.`
  }
  if (!scope.startsWith(time.slice(0, 8))) {
    return `Date in Credential scope does not match YYYYMMDD of the time that was signed: '${scope.slice(0, 8)}' != '${time.slice(0, 8)}'.`
  }
  return undefined
}

function incomplete(dialect: SignatureDialect, claim: SignatureClaim, text: string): AwsError {
  if (dialect === 's3' && claim.expires !== undefined) {
    return new AwsError('AuthorizationQueryParametersError', text)
  }
  return signatureRefusal(dialect, 'incomplete', { text })
}

function checkService(
  { request }: HttpExchange,
  { scope }: SignatureClaim,
  dialect: SignatureDialect,
): void {
  const signedFor = scope.split('/')[2]
  const target = header(request, 'x-amz-target')?.split('.')[0] ?? ''
  const wanted =
    dialect === 'rest' ? 'sagemaker' : Object.hasOwn(targets, target) ? targets[target] : signedFor
  if (signedFor === wanted) return
  throw signatureRefusal(dialect, 'mismatch', {
    text: `Credential should be scoped to correct service: '${wanted}'.`,
  })
}

function checkS3({ request }: HttpExchange, { expires, signedHeaders }: SignatureClaim): void {
  if (expires === undefined && header(request, 'x-amz-content-sha256') === undefined) {
    throw new AwsError(
      'InvalidRequest',
      'Missing required header for this request: x-amz-content-sha256',
    )
  }
  if (expires !== undefined && !(/^\d{1,9}$/.test(expires) && Number(expires) <= longestExpiry)) {
    throw new AwsError(
      'AuthorizationQueryParametersError',
      'X-Amz-Expires must be a number of seconds from 0 to 604800, a week.',
    )
  }
  const unsigned = Object.keys(request.headers).filter(
    (name) => name.startsWith('x-amz-') && !signedHeaders.includes(name),
  )
  if (unsigned.length === 0) return
  throw new AwsError(
    'AccessDenied',
    'There were headers present in the request which were not signed',
    403,
    { HeadersNotSigned: unsigned.join(', ') },
  )
}
