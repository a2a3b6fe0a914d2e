// AWS Signature Version 4: what a client signs, and how. Nothing here reads a clock or a socket.

import { createHash, createHmac } from 'node:crypto'

/** A request as it was sent, as far as a signature covers it. */
export interface SignableRequest {
  readonly method: string
  /** Still percent-encoded, without the query. */
  readonly path: string
  /** Still percent-encoded, without the question mark. */
  readonly query: string
  /** All values that came under a name in lower case, in their order. */
  readonly headers: (name: string) => readonly string[]
}

/** What a signature was made with, as the request says. */
export interface SignatureTerms {
  /** `YYYYMMDDTHHMMSSZ`. */
  readonly time: string
  /** `YYYYMMDD/region/service/aws4_request`. */
  readonly scope: string
  /** Names in lower case, sorted. */
  readonly signedHeaders: readonly string[]
  /** The body's SHA-256 in hexadecimal, or a word such as `UNSIGNED-PAYLOAD`. */
  readonly payloadHash: string
}

/** A signature with the texts that it was made from, which S3 shows to clients that made another one. */
export interface SignatureV4 {
  readonly signature: string
  readonly canonicalRequest: string
  readonly stringToSign: string
}

/** The signature that a request has when it is signed with that secret key. */
export function signatureV4(
  request: SignableRequest,
  terms: SignatureTerms,
  secretAccessKey: string,
): SignatureV4 {
  const canonicalRequest = formatCanonicalRequest(request, terms)
  const stringToSign = ['AWS4-HMAC-SHA256', terms.time, terms.scope, sha256(canonicalRequest)].join(
    '\n',
  )
  const signature = hmac(deriveKey(terms.scope, secretAccessKey), stringToSign).toString('hex')
  return { signature, canonicalRequest, stringToSign }
}

/** The SHA-256 of a body or a text, in hexadecimal. */
export function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex')
}

function formatCanonicalRequest(request: SignableRequest, terms: SignatureTerms): string {
  const isS3 = terms.scope.split('/')[2] === 's3'
  return [
    request.method,
    isS3 ? formatS3Path(request.path) : formatPath(request.path),
    formatQuery(request.query),
    ...terms.signedHeaders.map((name) => `${name}:${formatValues(request.headers(name))}`),
    '',
    terms.signedHeaders.join(';'),
    terms.payloadHash,
  ].join('\n')
}

/** S3 takes the path as its key has it, encoded once, whichever characters the client chose to encode. */
function formatS3Path(path: string): string {
  return encode(decode(path)).replaceAll('%2F', '/')
}

/** Other services take it without its dots and double slashes, and what was encoded is encoded again. */
function formatPath(path: string): string {
  const segments: string[] = []
  for (const segment of path.split('/')) {
    if (segment === '..') segments.pop()
    else if (segment !== '' && segment !== '.') segments.push(encode(segment))
  }
  const end = path.endsWith('/') && segments.length > 0 ? '/' : ''
  return `/${segments.join('/')}${end}`
}

/** The parameters by name and value, all but the signature itself. */
function formatQuery(query: string): string {
  return query
    .split('&')
    .filter((parameter) => parameter !== '')
    .map((parameter) => {
      const [name = '', ...value] = parameter.split('=')
      return [encode(decode(name)), encode(decode(value.join('=')))] as const
    })
    .filter(([name]) => name !== 'X-Amz-Signature')
    .sort(([a, x], [b, y]) => compare(a, b) || compare(x, y))
    .map((pair) => pair.join('='))
    .join('&')
}

function formatValues(values: readonly string[]): string {
  return values.map((value) => value.trim().replace(/ +/g, ' ')).join(',')
}

/** Encodes all but the letters, digits and four marks that RFC 3986 leaves alone. */
function encode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (character) => {
    return `%${character.charCodeAt(0).toString(16).toUpperCase()}`
  })
}

/** Text that is no percent-encoding stands for itself: no client signs it, and no server should fall over it. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

function deriveKey(scope: string, secretAccessKey: string): Buffer {
  return scope
    .split('/')
    .reduce<Buffer>((key, part) => hmac(key, part), Buffer.from(`AWS4${secretAccessKey}`))
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest()
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
