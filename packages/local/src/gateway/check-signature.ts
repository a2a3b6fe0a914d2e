import { timingSafeEqual } from 'node:crypto'
import { AwsError } from '../errors.ts'
import { type HttpExchange, header } from '../protocols/http-exchange.ts'
import { readBody } from '../protocols/read-body.ts'
import { bodyOfBytes } from '../protocols/request-body.ts'
import {
  formatAmzDate,
  parseAmzDate,
  readSignatureClaim,
  type SignatureClaim,
} from '../protocols/signature-claim.ts'
import { type SignableRequest, sha256, signatureV4 } from '../protocols/signature-v4.ts'
import type { AccessKey, AccessKeys } from '../state/access-keys.ts'
import type { Clock } from '../state/clock.ts'
import { checkClaim } from './check-signature-claim.ts'
import type { GatewayServices } from './find-service.ts'
import { type SignatureDialect, signatureRefusal } from './signature-refusals.ts'

/** What signatures are checked against. */
export interface SignatureOptions {
  readonly accessKeys: AccessKeys
  readonly clock: Clock
  readonly verifySignatures: boolean
}

/** The services that want signatures: the registry has logins of its own. */
const dialects: Readonly<Partial<Record<keyof GatewayServices, SignatureDialect>>> = {
  json: 'json',
  runtime: 'rest',
  query: 'query',
  s3: 's3',
}

/** Bytes: more than any service but S3 takes, and S3's clients send the hash of what they stream. */
const bodyLimit = 30 * 1024 ** 2
const allowedSkew = 15 * 60_000

/**
 * Refuses, if the server is to verify signatures, every request that is not signed as it should be. Returns the request to go on with: its body may have had to be read.
 */
export async function checkSignature(
  exchange: HttpExchange,
  service: keyof GatewayServices,
  options: SignatureOptions,
): Promise<HttpExchange> {
  const dialect = dialects[service]
  if (dialect === undefined || !options.verifySignatures) return exchange
  const now = options.clock.now()
  const claim = readSignatureClaim(exchange)

  if (claim === undefined) throw unsigned(exchange, dialect)
  checkClaim(exchange, claim, dialect)
  const key = requireKey(claim, dialect, options.accessKeys, now)
  checkTime(claim, dialect, now)
  if (dialect === 's3') {
    requireMatch(exchange, claim, key, dialect, s3PayloadHash(exchange))
    return exchange
  }
  const body = await readBody(exchange.request, bodyLimit, exchange.body)
  requireMatch(exchange, claim, key, dialect, payloadHash(exchange, body))
  return { ...exchange, body: bodyOfBytes(body) }
}

function unsigned({ request, query }: HttpExchange, dialect: SignatureDialect): AwsError {
  const isSigned = header(request, 'authorization') !== undefined || query.has('AWSAccessKeyId')
  if (dialect !== 's3' || !isSigned) return signatureRefusal(dialect, 'unsigned')
  return new AwsError(
    'InvalidRequest',
    'The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.',
  )
}

function requireKey(
  { accessKeyId, sessionToken }: SignatureClaim,
  dialect: SignatureDialect,
  accessKeys: AccessKeys,
  now: Date,
): AccessKey {
  const key = accessKeys.find(accessKeyId)
  if (key === undefined) {
    throw signatureRefusal(dialect, 'unknown-key', { members: { AWSAccessKeyId: accessKeyId } })
  }
  if (key.session !== undefined && key.session.token !== sessionToken) {
    throw signatureRefusal(dialect, 'wrong-token')
  }
  if (key.session !== undefined && key.session.expiration <= now) {
    throw signatureRefusal(dialect, 'expired-token')
  }
  return key
}

/** A presigned address has an age of its own; it must only not come from the future. */
function checkTime({ time, expires }: SignatureClaim, dialect: SignatureDialect, now: Date): void {
  const signed = parseAmzDate(time)?.getTime() ?? 0
  const isPresigned = expires !== undefined
  const isEarly = signed > now.getTime() + allowedSkew
  const isLate = !isPresigned && signed < now.getTime() - allowedSkew
  if (!isEarly && !isLate) return
  const edge = formatAmzDate(new Date(now.getTime() + (isEarly ? allowedSkew : -allowedSkew)))
  const server = formatAmzDate(now)
  const text = isEarly
    ? `Signature not yet current: ${time} is still later than ${edge} (${server} + 15 min.)`
    : `Signature expired: ${time} is now earlier than ${edge} (${server} - 15 min.)`
  throw signatureRefusal(dialect, 'skewed', {
    ...(dialect !== 's3' && { text }),
    members: {
      RequestTime: time,
      ServerTime: now.toISOString(),
      MaxAllowedSkewMilliseconds: allowedSkew,
    },
  })
}

/** S3 itself compares the hash with the body, while it reads that; a presigned address need not name one. */
function s3PayloadHash({ request }: HttpExchange): string {
  return header(request, 'x-amz-content-sha256') ?? 'UNSIGNED-PAYLOAD'
}

/** The hash that a client sends is part of what it signs; it has to be the body's as well. */
function payloadHash({ request }: HttpExchange, body: Buffer): string {
  const given = header(request, 'x-amz-content-sha256')
  return given === 'UNSIGNED-PAYLOAD' ? given : sha256(body)
}

function requireMatch(
  exchange: HttpExchange,
  claim: SignatureClaim,
  key: AccessKey,
  dialect: SignatureDialect,
  payloadHash: string,
): void {
  const expected = signatureV4(signable(exchange), { ...claim, payloadHash }, key.secretAccessKey)
  if (isSame(expected.signature, claim.signature)) return
  throw signatureRefusal(dialect, 'mismatch', {
    members: {
      AWSAccessKeyId: claim.accessKeyId,
      StringToSign: expected.stringToSign,
      SignatureProvided: claim.signature,
      CanonicalRequest: expected.canonicalRequest,
    },
  })
}

function signable({ request, path, rawQuery }: HttpExchange): SignableRequest {
  return {
    method: request.method ?? '',
    path,
    query: rawQuery,
    headers: (name) =>
      (Object.hasOwn(request.headersDistinct, name) ? request.headersDistinct[name] : undefined) ??
      [],
  }
}

function isSame(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)]
  return left.length === right.length && timingSafeEqual(left, right)
}
