import { openSync } from 'node:fs'
import { AwsError } from '../../errors.ts'
import { type ByteRange, formatContentRange, parseRange } from '../../protocols/http-range.ts'
import type { DiskObject } from '../../state/disk-object.ts'
import { checkReadConditions } from './conditions.ts'
import { describeChecksums, describeObject } from './object-headers.ts'
import { requirePartNumber } from './part-number.ts'
import { invalidArgument, invalidRequest, requireObject } from './s3-errors.ts'
import type { S3Request, S3Response, S3State } from './s3-request.ts'

/** Answers with an object's bytes, or with a range of them. */
export function getObject(request: S3Request, state: S3State): S3Response {
  const { object, length, start, ...answer } = select(request, state)
  if (length === 0) return answer
  // Opened at once: a later request may replace the object before this answer is out.
  return { ...answer, body: { descriptor: openSync(object.path, 'r'), start, length } }
}

/** Answers what GetObject would, without the bytes. */
export function headObject(request: S3Request, state: S3State): S3Response {
  const { status, headers, length } = select(request, state)
  return {
    status,
    headers: { ...headers, ...(status !== 304 && { 'content-length': `${length}` }) },
  }
}

interface Selection {
  readonly object: DiskObject
  readonly status: number
  readonly headers: Record<string, string>
  readonly start: number
  readonly length: number
}

function select(request: S3Request, { objects }: S3State): Selection {
  const object = requireObject(objects, request.bucket, request.key)
  const headers = { ...describeObject(object), ...readOverrides(request) }
  if (checkReadConditions(request, object)) {
    return { object, status: 304, headers, start: 0, length: 0 }
  }
  const range = selectPart(request, object, headers) ?? selectRange(request, object)
  if (range !== undefined) {
    headers['content-range'] = formatContentRange(range, object.size)
    const length = range.end - range.start + 1
    return { object, status: 206, headers, start: range.start, length }
  }
  // A checksum is of the whole object: a client would compare it with the part that it got.
  if (request.header('x-amz-checksum-mode')?.toUpperCase() === 'ENABLED') {
    Object.assign(headers, describeChecksums(object))
  }
  return { object, status: 200, headers, start: 0, length: object.size }
}

function selectRange(request: S3Request, object: DiskObject): ByteRange | undefined {
  const range = parseRange(request.header('range'), object.size)
  if (range !== 'unsatisfiable') return range
  throw new AwsError('InvalidRange', 'The requested range is not satisfiable', 416, {
    RangeRequested: request.header('range'),
    ActualObjectSize: object.size,
  })
}

/** The bytes of the part that a query asks for; an object that came at once is one part. */
function selectPart(
  request: S3Request,
  object: DiskObject,
  headers: Record<string, string>,
): ByteRange | undefined {
  const text = request.query.get('partNumber')
  if (text === null) return undefined
  const number = requirePartNumber(text)
  if (request.header('range') !== undefined) {
    throw invalidRequest('Cannot specify both Range header and partNumber query parameter')
  }
  const sizes = object.upload?.parts.map(({ size }) => size) ?? [object.size]
  if (object.upload !== undefined) headers['x-amz-mp-parts-count'] = `${sizes.length}`
  const size = sizes[number - 1]
  if (size === undefined) {
    throw new AwsError('InvalidPartNumber', 'The requested partnumber is not satisfiable', 416, {
      ActualPartCount: sizes.length,
      PartNumberRequested: number,
    })
  }
  if (size === 0) return undefined
  const start = sizes.slice(0, number - 1).reduce((sum, one) => sum + one, 0)
  return { start, end: start + size - 1 }
}

/** A URL may say which headers its answer has, such as `response-content-type`. */
function readOverrides({ query }: S3Request): Record<string, string> {
  const overrides: Record<string, string> = {}
  for (const [name, value] of query) {
    const header = /^response-(.+)$/.exec(name)?.[1]
    if (header === undefined || !overridable.has(header)) continue
    // What a URL decodes to may be what no header can hold, a line's end above all.
    if (!/^[\t\x20-\x7e\x80-\xff]*$/.test(value)) {
      throw invalidArgument('The value cannot be sent in a header', name, value)
    }
    overrides[header] = value
  }
  return overrides
}

const overridable: ReadonlySet<string> = new Set([
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'content-type',
  'expires',
])
