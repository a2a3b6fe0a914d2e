import { createHash } from 'node:crypto'
import { AwsError } from '../../errors.ts'
import { decodeAwsChunked } from '../../protocols/aws-chunked.ts'
import { createChecksum } from '../../protocols/checksums.ts'
import { bodyOf } from '../../protocols/request-body.ts'
import { type ExpectedChecksum, findExpectedChecksum, requireValue } from './expected-checksum.ts'
import { invalidArgument, invalidRequest } from './s3-errors.ts'
import type { S3Request } from './s3-request.ts'

const unsigned = 'UNSIGNED-PAYLOAD'
/** The forms in which a body comes in chunks with a framing of their own. */
const streamed: readonly string[] = [
  'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
  'STREAMING-AWS4-HMAC-SHA256-PAYLOAD',
  'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER',
  'STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD',
  'STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD-TRAILER',
]

/** The bytes that a request carries. */
export interface Payload {
  /** The bytes without any framing; fails at their end when they are not what the client promised. */
  readonly chunks: AsyncIterable<Buffer>
  /** Base64 checksums by algorithm, as the client sent them; there once the chunks have ended. */
  checksums(): Readonly<Record<string, string>>
}

/** Opens the payload of a request and checks it, while it is read, against everything the client says of it. */
export function openPayload(request: S3Request): Payload {
  requireKnownForm(request)
  const expected = findExpectedChecksum(request)
  const verified: Record<string, string> = {}
  return {
    chunks: verify(request, expected, verified),
    checksums: () => verified,
  }
}

async function* verify(
  request: S3Request,
  expected: ExpectedChecksum | undefined,
  verified: Record<string, string>,
): AsyncGenerator<Buffer, void, undefined> {
  const checksum = expected && createChecksum(expected.algorithm)
  const md5 = request.header('content-md5') === undefined ? undefined : createHash('md5')
  const sha256 = /^[0-9a-f]{64}$/.test(contentSha256(request)) ? createHash('sha256') : undefined
  let trailers: ReadonlyMap<string, string> = new Map()
  let size = 0

  const raw = bodyOf(request.message)
  const chunks = isFramed(request)
    ? decodeAwsChunked(raw, (found) => {
        trailers = found
      })
    : raw
  for await (const chunk of chunks) {
    checksum?.update(chunk)
    md5?.update(chunk)
    sha256?.update(chunk)
    size += chunk.length
    yield chunk
  }

  checkLength(request, size)
  if (md5 !== undefined) checkMd5(request, md5.digest())
  if (sha256 !== undefined) checkSha256(request, sha256.digest('hex'))
  if (expected !== undefined && checksum !== undefined) {
    const value = requireValue(expected, trailers)
    if (value !== checksum.digest()) throw badDigest(expected.algorithm.toUpperCase())
    verified[expected.algorithm] = value
  }
}

function isFramed(request: S3Request): boolean {
  return (
    contentSha256(request).startsWith('STREAMING-') ||
    (request.header('content-encoding') ?? '')
      .split(',')
      .some((one) => one.trim() === 'aws-chunked')
  )
}

function requireKnownForm(request: S3Request): void {
  const form = request.header('x-amz-content-sha256') ?? unsigned
  if (form === unsigned || streamed.includes(form) || /^[0-9a-f]{64}$/.test(form)) return
  throw invalidArgument(
    `x-amz-content-sha256 must be ${unsigned}, ${streamed.join(', ')} or a valid sha256 value.`,
    'x-amz-content-sha256',
    form,
  )
}

function contentSha256(request: S3Request): string {
  return request.header('x-amz-content-sha256') ?? ''
}

function checkLength(request: S3Request, size: number): void {
  const promised = request.header('x-amz-decoded-content-length')
  if (promised === undefined || Number(promised) === size) return
  throw new AwsError(
    'IncompleteBody',
    'You did not provide the number of bytes specified by the x-amz-decoded-content-length HTTP header',
  )
}

function checkMd5(request: S3Request, actual: Buffer): void {
  const given = Buffer.from(request.header('content-md5') ?? '', 'base64')
  if (given.length !== actual.length) {
    throw new AwsError('InvalidDigest', 'The Content-MD5 you specified was invalid.')
  }
  if (!given.equals(actual)) {
    throw new AwsError(
      'BadDigest',
      'The Content-MD5 you specified did not match what we received.',
      400,
      {
        ExpectedDigest: given.toString('hex'),
        CalculatedDigest: actual.toString('hex'),
      },
    )
  }
}

function checkSha256(request: S3Request, actual: string): void {
  if (contentSha256(request) === actual) return
  throw new AwsError(
    'XAmzContentSHA256Mismatch',
    "The provided 'x-amz-content-sha256' header does not match what was computed.",
    400,
    {
      ClientComputedContentSHA256: contentSha256(request),
      S3ComputedContentSHA256: actual,
    },
  )
}

/** S3's answer to bytes that are not those that the client took the checksum of. */
export function badDigest(algorithm: string): AwsError {
  return new AwsError(
    'BadDigest',
    `The ${algorithm} you specified did not match the calculated checksum.`,
  )
}

/** Reads a payload that has to fit in memory, such as the XML of DeleteObjects. */
export async function readSmallPayload(request: S3Request, limit: number): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of openPayload(request).chunks) {
    size += chunk.length
    if (size > limit) throw invalidRequest(`The request's body is longer than ${limit} bytes.`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}
