import type { PutImageResponse } from '@aws-sdk/client-ecr'
import { concurrently } from '../concurrently.ts'
import { ByoError } from '../errors.ts'
import type { Ledger } from '../ledger.ts'
import { readAwsError } from '../requests/aws-error.ts'
import { createOnce } from '../requests/create-once.ts'
import { request } from '../requests/request.ts'
import { arnOf } from '../session/arn.ts'
import type { Session } from '../session/session.ts'
import { throwIfAborted } from '../waiting/aborted.ts'
import type { ImageBlob, ImageParts } from './image-parts.ts'
import { dockerManifest } from './manifest.ts'
import { uploadLayer } from './upload-layer.ts'

/** What a push did. */
export interface Push {
  /** Bytes that the repository lacked; 0 for an image that was there already. */
  readonly uploadedBytes: number
  /** False when the repository had this very image under this tag. */
  readonly isNew: boolean
}

/** An image, its name in the repository, and the digest of its manifest. */
export interface TaggedImage {
  readonly tag: string
  readonly digest: string
  readonly image: ImageParts
}

/** Layers are sent side by side, each with one part in memory. */
const layersAtOnce = 3

/** Sends an image through ECR's own API, which needs neither Docker nor a registry login. */
export async function pushImage(
  session: Session,
  repositoryName: string,
  { tag, digest, image }: TaggedImage,
  { ledger, signal }: { readonly ledger: Ledger; readonly signal: AbortSignal | undefined },
): Promise<Push> {
  const blobs = [...image.layers, image.config]
  const missing = await missingBlobs(session, repositoryName, blobs, signal)
  await concurrently(layersAtOnce, missing, (blob) =>
    uploadLayer(session, repositoryName, blob, signal),
  )
  throwIfAborted(signal, `publishing ${repositoryName}:${tag}`)
  const tagged = { tag, digest, image, wasLacking: missing.length > 0 }
  const isNew = await putImage(session, repositoryName, tagged, ledger)
  return { uploadedBytes: missing.reduce((sum, { size }) => sum + size, 0), isNew }
}

async function missingBlobs(
  session: Session,
  repositoryName: string,
  blobs: readonly ImageBlob[],
  signal: AbortSignal | undefined,
): Promise<ImageBlob[]> {
  const ecr = await session.clients.ecr()
  // The same layer may occur twice in an image.
  const byDigest = new Map(blobs.map((blob) => [blob.digest, blob]))
  const { layers = [] } = await request('BatchCheckLayerAvailability', signal, (options) =>
    ecr.batchCheckLayerAvailability(
      { repositoryName, layerDigests: [...byDigest.keys()] },
      options,
    ),
  )
  const there = new Set(
    layers.filter((layer) => layer.layerAvailability === 'AVAILABLE').map((l) => l.layerDigest),
  )
  return [...byDigest.values()].filter(({ digest }) => !there.has(digest))
}

async function putImage(
  session: Session,
  repositoryName: string,
  { tag, digest, image, wasLacking }: TaggedImage & { readonly wasLacking: boolean },
  ledger: Ledger,
): Promise<boolean> {
  const ecr = await session.clients.ecr()
  const arn = await arnOf(session, 'ecr', `repository/${repositoryName}`)
  // Tag and digest, so that a tag that has meanwhile moved on is never removed.
  const resource = { kind: 'image', name: `${repositoryName}:${tag}@${digest}`, arn } as const
  try {
    const answer = await ledger.make(resource, () =>
      createOnce<PutImageResponse>(
        () =>
          request('PutImage', undefined, () =>
            ecr.putImage({
              repositoryName,
              imageTag: tag,
              imageManifest: image.manifest,
              imageManifestMediaType: dockerManifest,
            }),
          ),
        // An image can't have been there before all of its layers.
        async () => (wasLacking ? {} : undefined),
      ),
    )
    const stored = answer.image?.imageId?.imageDigest
    if (stored !== undefined && stored !== digest) {
      throw new ByoError(
        'upload-corrupted',
        `ECR stored the image as ${stored}, but it was sent as ${digest}: publish again.`,
      )
    }
    return true
  } catch (error) {
    const { name } = readAwsError(error)
    if (name === 'ImageAlreadyExistsException') return false
    if (name === 'ImageTagAlreadyExistsException') {
      throw new ByoError(
        'name-taken',
        `The tag "${tag}" of ${repositoryName} names another image, and the repository's tags are immutable: choose another tag, or none.`,
        { cause: error },
      )
    }
    throw error
  }
}
