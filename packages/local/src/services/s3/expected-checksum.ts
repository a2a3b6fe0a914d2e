import {
  type ChecksumAlgorithm,
  checksumLength,
  isChecksumAlgorithm,
} from '../../protocols/checksums.ts'
import { invalidRequest } from './s3-errors.ts'
import type { S3Request } from './s3-request.ts'

/** The checksum that a client sends with bytes: before them in a header, or after them in a trailer. */
export interface ExpectedChecksum {
  readonly algorithm: ChecksumAlgorithm
  /** Base64; undefined when it comes as a trailer. */
  readonly value: string | undefined
}

const prefix = 'x-amz-checksum-'
/** Headers of that prefix that are no checksums. */
const others: ReadonlySet<string> = new Set(['algorithm', 'mode', 'type'])

/** The one checksum that a request promises, or undefined when it promises none. */
export function findExpectedChecksum(request: S3Request): ExpectedChecksum | undefined {
  const inHeaders = Object.keys(request.message.headers).filter(isChecksumHeader)
  const inTrailers = (request.header('x-amz-trailer') ?? '')
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter(isChecksumHeader)
  const [name, ...more] = [...inHeaders, ...inTrailers]
  if (more.length > 0) {
    throw invalidRequest(
      'Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.',
    )
  }
  if (name === undefined) {
    if (request.header('x-amz-sdk-checksum-algorithm') === undefined) return undefined
    throw invalidRequest(
      'x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or x-amz-trailer headers were found.',
    )
  }
  const algorithm = requireAlgorithm(name.slice(prefix.length))
  const value = request.header(name)
  if (value !== undefined) requireForm(algorithm, value)
  return { algorithm, value }
}

/** The promised value, once the trailers are there as well. */
export function requireValue(
  { algorithm, value }: ExpectedChecksum,
  trailers: ReadonlyMap<string, string>,
): string {
  const name = prefix + algorithm
  const given = value ?? trailers.get(name)
  if (given === undefined) throw invalidRequest(`The trailer ${name} is missing.`)
  requireForm(algorithm, given)
  return given
}

/** An algorithm as clients name it in headers and in XML, in either case. */
export function requireAlgorithm(name: string): ChecksumAlgorithm {
  const algorithm = name.toLowerCase()
  if (isChecksumAlgorithm(algorithm)) return algorithm
  throw invalidRequest(`Checksum algorithm provided is unsupported: ${name}.`)
}

function requireForm(algorithm: ChecksumAlgorithm, value: string): void {
  const bytes = Buffer.from(value, 'base64')
  if (bytes.length === checksumLength(algorithm) && bytes.toString('base64') === value) return
  throw invalidRequest(`Value for ${prefix}${algorithm} header is invalid.`)
}

function isChecksumHeader(name: string): boolean {
  return name.startsWith(prefix) && !others.has(name.slice(prefix.length))
}
