import { AwsError } from '../../errors.ts'
import { header, send } from '../../protocols/http-exchange.ts'
import { bodyOf } from '../../protocols/request-body.ts'
import { repositoryKey } from '../../state/image-repository.ts'
import type { LayerUpload } from '../../state/layer-uploads.ts'
import type { RegistryRequest } from './registry-request.ts'

/** Begins an upload; or ends it at once, with a blob of another repository or with the body's bytes. */
export async function beginUpload(request: RegistryRequest): Promise<void> {
  const { exchange, images, repository } = request
  const { query } = exchange
  const mounted = query.get('mount') ?? ''
  const from = images.repository(query.get('from') ?? '', repository.owner)
  if (from !== undefined && images.shareBlob(from, repository, mounted)) {
    return sendCreated(request, mounted)
  }
  const upload = images.uploads.begin(repositoryKey(repository))
  if (query.has('digest')) return finish(request, upload)
  sendProgress(request, upload, 202)
}

/** Adds the body's bytes to an upload. */
export async function continueUpload(request: RegistryRequest): Promise<void> {
  const upload = requireUpload(request)
  await append(request, upload)
  sendProgress(request, upload, 202)
}

/** Adds the body's bytes, if any, and makes the upload a blob. */
export async function finishUpload(request: RegistryRequest): Promise<void> {
  await finish(request, requireUpload(request))
}

/** Tells how far an upload is. */
export function describeUpload(request: RegistryRequest): void {
  sendProgress(request, requireUpload(request), 204)
}

/** Ends an upload and frees what it brought. */
export function cancelUpload(request: RegistryRequest): void {
  request.images.uploads.end(requireUpload(request))
  send(request.exchange, 204, {})
}

async function finish(request: RegistryRequest, upload: LayerUpload): Promise<void> {
  const { exchange, images, repository } = request
  await append(request, upload)
  const promised = exchange.query.get('digest')
  const blob = await images.finishUpload(repository, upload, (digest) => {
    if (promised === digest) return
    images.uploads.end(upload)
    throw new AwsError(
      'DIGEST_INVALID',
      `provided digest ${String(promised)} did not match uploaded content, whose digest is ${digest}`,
    )
  })
  if (blob === undefined) throw unknownUpload()
  sendCreated(request, blob.digest)
}

async function append({ exchange, images }: RegistryRequest, upload: LayerUpload): Promise<void> {
  const range = /^(?:bytes )?(\d+)-\d+/.exec(header(exchange.request, 'content-range') ?? '')
  const offset = range === null ? undefined : Number(range[1])
  if (await images.uploads.append(upload, bodyOf(exchange.request), offset)) return
  throw new AwsError(
    'BLOB_UPLOAD_INVALID',
    `the part begins at byte ${offset}, but ${upload.size} bytes have been received`,
    416,
  )
}

function requireUpload({ images, repository, reference }: RegistryRequest): LayerUpload {
  const key = repositoryKey(repository)
  const upload = images.uploads.get(reference, key)
  if (upload !== undefined) return upload
  throw unknownUpload()
}

function unknownUpload(): AwsError {
  return new AwsError('BLOB_UPLOAD_UNKNOWN', 'blob upload unknown to registry', 404)
}

function sendProgress(
  { exchange, repository }: RegistryRequest,
  { id, size }: LayerUpload,
  status: number,
): void {
  send(exchange, status, {
    location: `/v2/${repository.name}/blobs/uploads/${id}`,
    // The registry's ranges have no way to say "nothing": 0-0 stands for it.
    range: `0-${Math.max(size - 1, 0)}`,
    'docker-upload-uuid': id,
  })
}

function sendCreated({ exchange, repository }: RegistryRequest, digest: string): void {
  send(exchange, 201, {
    location: `/v2/${repository.name}/blobs/${digest}`,
    'docker-content-digest': digest,
  })
}
