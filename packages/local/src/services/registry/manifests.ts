import { AwsError } from '../../errors.ts'
import { header, send } from '../../protocols/http-exchange.ts'
import { readBody } from '../../protocols/read-body.ts'
import { manifestDigest, mediaTypeOf, parseManifest } from '../../state/image-manifest.ts'
import { findManifest, isTagFixed, type StoredManifest } from '../../state/image-repository.ts'
import type { RegistryRequest } from './registry-request.ts'

const largestManifest = 4 * 1024 ** 2

/** Stores a manifest under a tag or under its digest; everything that it points at must be there. */
export async function putManifest(request: RegistryRequest): Promise<void> {
  const { exchange, images, repository } = request
  const body = await readBody(exchange.request, largestManifest)
  const text = body.toString('utf8')
  const manifest = parseManifest(text)
  if (manifest === undefined) throw invalid('manifest invalid')
  const { tag, digest } = parseReference(request.reference)
  const actual = manifestDigest(text)
  if (digest !== undefined && digest !== actual) {
    throw new AwsError('DIGEST_INVALID', `the manifest's digest is ${actual}, not ${digest}`)
  }
  const missing = images.missingReferences(repository, manifest)
  if (missing.length > 0) {
    throw new AwsError('MANIFEST_BLOB_UNKNOWN', 'manifest blob unknown to registry', 400, {
      digest: missing.join(', '),
    })
  }
  requireChangeable(request, tag, actual)
  const sent = header(exchange.request, 'content-type')?.split(';')[0]?.trim()
  const stored = images.putManifest(repository, text, sent || mediaTypeOf(manifest), tag)
  send(exchange, 201, {
    location: `/v2/${repository.name}/manifests/${stored.digest}`,
    'docker-content-digest': stored.digest,
  })
}

/** Answers with a manifest; to HEAD with its length and digest. */
export function getManifest(request: RegistryRequest): void {
  const { digest, mediaType, text } = requireManifest(request)
  send(request.exchange, 200, { 'content-type': mediaType, 'docker-content-digest': digest }, text)
}

/** Deletes an image by its digest, or a tag by its name. */
export function deleteManifest(request: RegistryRequest): void {
  const { images, repository } = request
  const { digest } = requireManifest(request)
  const { tag } = parseReference(request.reference)
  if (tag === undefined) images.deleteManifest(repository, digest)
  else images.deleteTag(repository, tag)
  send(request.exchange, 202, {})
}

function requireManifest({ repository, reference }: RegistryRequest): StoredManifest {
  const manifest = findManifest(repository, parseReference(reference))
  if (manifest !== undefined) return manifest
  throw new AwsError('MANIFEST_UNKNOWN', 'Requested image not found', 404)
}

function requireChangeable(
  { repository }: RegistryRequest,
  tag: string | undefined,
  digest: string,
): void {
  const tagged = tag === undefined ? undefined : repository.tags.get(tag)
  if (tag === undefined || tagged === undefined || tagged === digest) return
  if (!isTagFixed(repository, tag)) return
  throw new AwsError(
    'TAG_INVALID',
    `The image tag '${tag}' already exists in the '${repository.name}' repository and cannot be overwritten because the repository is immutable.`,
  )
}

function parseReference(reference: string): { tag?: string; digest?: string } {
  if (/^sha256:[0-9a-f]{64}$/.test(reference)) return { digest: reference }
  if (/^[a-zA-Z0-9_][a-zA-Z0-9._-]{0,299}$/.test(reference)) return { tag: reference }
  throw invalid(`"${reference}" is neither a tag nor a digest`)
}

function invalid(message: string): AwsError {
  return new AwsError('MANIFEST_INVALID', message)
}
