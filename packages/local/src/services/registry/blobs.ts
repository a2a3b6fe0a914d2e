import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { AwsError } from '../../errors.ts'
import { header, send } from '../../protocols/http-exchange.ts'
import { formatContentRange, parseRange } from '../../protocols/http-range.ts'
import type { StoredBlob } from '../../state/disk-image-store.ts'
import type { RegistryRequest } from './registry-request.ts'

/** Answers whether a blob is there, and how long it is. */
export function headBlob(request: RegistryRequest): void {
  const blob = requireBlob(request)
  send(request.exchange, 200, { ...describe(blob), 'content-length': `${blob.size}` })
}

/** Answers with a blob's bytes, or with a range of them, which is how a pull is resumed. */
export async function getBlob(request: RegistryRequest): Promise<void> {
  const { response, request: message } = request.exchange
  const blob = requireBlob(request)
  const range = parseRange(header(message, 'range'), blob.size)
  if (range === 'unsatisfiable') {
    throw new AwsError('UNSUPPORTED', 'The requested range is not satisfiable', 416)
  }
  const { start, end } = range ?? { start: 0, end: blob.size - 1 }
  response.writeHead(range === undefined ? 200 : 206, {
    ...describe(blob),
    'content-length': end - start + 1,
    ...(range && { 'content-range': formatContentRange(range, blob.size) }),
  })
  if (blob.size === 0) response.end()
  else await pipeline(createReadStream(blob.path, { start, end }), response)
}

function requireBlob({ images, repository, reference }: RegistryRequest): StoredBlob {
  const blob = images.blob(repository, reference)
  if (blob !== undefined) return blob
  throw new AwsError('BLOB_UNKNOWN', 'blob unknown to registry', 404, { digest: reference })
}

function describe({ digest }: StoredBlob): Record<string, string> {
  return {
    'content-type': 'application/octet-stream',
    'docker-content-digest': digest,
    'accept-ranges': 'bytes',
  }
}
