import { AwsError } from '../../errors.ts'
import { type ImageRepository, repositoryKey } from '../../state/image-repository.ts'
import type { RequestContext } from '../operation.ts'
import {
  type EcrState,
  type RepositoryInput,
  requireRepository,
  requireUpload,
  unknownUpload,
} from './ecr-context.ts'
import { nameOf } from './repository-settings.ts'

const partSize = 10 * 1024 ** 2
const smallestPart = 5 * 1024 ** 2

interface LayersInput extends RepositoryInput {
  readonly layerDigests: readonly string[]
}

/** Tells which layers a repository has. */
export function batchCheckLayerAvailability(
  state: EcrState,
  input: LayersInput,
  context: RequestContext,
): unknown {
  const repository = requireRepository(state, input, context)
  const digests = input.layerDigests
  const valid = digests.filter((digest) => /^sha256:[0-9a-f]{64}$/.test(digest))
  return {
    layers: valid.map((layerDigest) => {
      const layerSize = repository.blobs.get(layerDigest)
      return layerSize === undefined
        ? { layerDigest, layerAvailability: 'UNAVAILABLE' }
        : { layerDigest, layerAvailability: 'AVAILABLE', layerSize }
    }),
    failures: digests
      .filter((digest) => !valid.includes(digest))
      .map((layerDigest) => ({
        layerDigest,
        failureCode: 'InvalidLayerDigest',
        failureReason: 'Invalid layer digest',
      })),
  }
}

/** Begins the upload of a layer. */
export function initiateLayerUpload(
  state: EcrState,
  input: RepositoryInput,
  context: RequestContext,
): unknown {
  const repository = requireRepository(state, input, context)
  const key = repositoryKey(repository)
  return { uploadId: state.images.uploads.begin(key).id, partSize }
}

interface UploadLayerPartInput extends RepositoryInput {
  readonly uploadId: string
  readonly partFirstByte: number
  readonly partLastByte: number
  /** Base64. */
  readonly layerPartBlob: string
}

/** Adds a part at the end of an upload. */
export async function uploadLayerPart(
  state: EcrState,
  input: UploadLayerPartInput,
  context: RequestContext,
): Promise<unknown> {
  const repository = requireRepository(state, input, context)
  const upload = requireUpload(state, repository, input.uploadId)
  const { partFirstByte: first, partLastByte: last, layerPartBlob } = input
  const bytes = Buffer.from(layerPartBlob, 'base64')
  const fits = last - first + 1 === bytes.length && bytes.length > 0
  if (!fits || !(await state.images.uploads.append(upload, [bytes], first))) {
    throw invalidPart(repository, upload.id, upload.size, first, last)
  }
  return { ...nameOf(repository), uploadId: upload.id, lastByteReceived: last }
}

interface CompleteLayerUploadInput extends LayersInput {
  readonly uploadId: string
}

/** Makes an upload a layer, if its bytes have the digest that the client says. */
export async function completeLayerUpload(
  state: EcrState,
  input: CompleteLayerUploadInput,
  context: RequestContext,
): Promise<unknown> {
  const { images } = state
  const repository = requireRepository(state, input, context)
  const upload = requireUpload(state, repository, input.uploadId)
  const [promised] = input.layerDigests
  if (upload.size === 0) {
    throw new AwsError(
      'EmptyUploadException',
      'The specified layer upload does not contain any layer parts.',
    )
  }
  if (upload.partSizes.slice(0, -1).some((size) => size < smallestPart)) {
    throw new AwsError(
      'LayerPartTooSmallException',
      'Layer parts must be at least 5 MiB in size, except the last one.',
    )
  }
  const blob = await images.finishUpload(repository, upload, (layerDigest) => {
    if (layerDigest !== promised) {
      throw new AwsError(
        'InvalidLayerException',
        `The layer digest calculated from the received bytes, ${layerDigest}, does not match the specified digest ${String(promised)}.`,
      )
    }
    if (repository.blobs.has(layerDigest)) {
      images.uploads.end(upload)
      throw new AwsError(
        'LayerAlreadyExistsException',
        `Layer with digest '${layerDigest}' already exists in the repository with name '${repository.name}'`,
      )
    }
  })
  if (blob === undefined) throw unknownUpload(upload.id)
  return { ...nameOf(repository), uploadId: upload.id, layerDigest: blob.digest }
}

interface DownloadInput extends RepositoryInput {
  readonly layerDigest: string
}

/** Gives the address that a layer's bytes can be had from, by a plain GET. */
export function getDownloadUrlForLayer(
  state: EcrState,
  input: DownloadInput,
  context: RequestContext,
): unknown {
  const repository = requireRepository(state, input, context)
  const { layerDigest } = input
  if (!repository.blobs.has(layerDigest)) {
    throw new AwsError(
      'LayersNotFoundException',
      `The layer with digest '${layerDigest}' could not be found in the repository with name '${repository.name}'`,
    )
  }
  const { accountId, region } = repository.owner
  const url = new URL(`/v2/${repository.name}/blobs/${layerDigest}`, context.endpoint)
  // Says whose repository it is, as the address of a presigned request does.
  url.searchParams.set('X-Amz-Credential', `${accountId}/19700101/${region}/ecr/aws4_request`)
  return { downloadUrl: url.href, layerDigest }
}

function invalidPart(
  repository: ImageRepository,
  uploadId: string,
  size: number,
  first: number,
  last: number,
): AwsError {
  return new AwsError(
    'InvalidLayerPartException',
    `The layer part of bytes ${first} to ${last} does not fit: its bytes must be as many and must follow byte ${size - 1}, the last one received.`,
    400,
    { ...nameOf(repository), uploadId, lastValidByteReceived: size - 1 },
  )
}
