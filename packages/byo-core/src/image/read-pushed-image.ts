import { request } from '../requests/request.ts'
import type { Session } from '../session/session.ts'
import type { ImageConfig } from './manifest.ts'
import { indexTypes, manifestTypes } from './media-types.ts'
import type { ImagePlatform } from './platform.ts'
import {
  chooseManifest,
  type FittingManifest,
  fittingManifest,
  type PushedManifest,
  unfit,
} from './pushed-manifest.ts'

/** What is in ECR after a push. */
export interface PushedImage {
  /** The one manifest of it that SageMaker can use. */
  readonly manifest: FittingManifest
  readonly config: ImageConfig
  /** Digests of the manifests that the push brought along and that nobody needs: attestations, OCI forms. */
  readonly others: readonly string[]
}

/** Reads what was pushed under the tag, and makes sure that it is, or can be made, what SageMaker takes. */
export async function readPushedImage(
  session: Session,
  repositoryName: string,
  { tag, platform }: { readonly tag: string; readonly platform: ImagePlatform },
  signal: AbortSignal | undefined,
): Promise<PushedImage> {
  let read = await readManifest(session, repositoryName, { imageTag: tag }, signal)
  let pushed: string[] = []
  if (indexTypes.includes(read.mediaType)) {
    const { manifests = [] } = JSON.parse(read.text) as PushedManifest
    const imageDigest = chooseManifest(manifests, platform)
    pushed = manifests.map(({ digest }) => digest)
    read = await readManifest(session, repositoryName, { imageDigest }, signal)
  }
  const manifest = fittingManifest(read.text, read.mediaType)
  const config = await readConfig(session, repositoryName, manifest.config.digest, signal)
  if (`${config.os}/${config.architecture}` !== platform) {
    throw unfit(
      `it is for ${config.os}/${config.architecture}, not for ${platform}: does the Dockerfile name a platform itself?`,
    )
  }
  return { manifest, config, others: pushed.filter((digest) => digest !== manifest.digest) }
}

async function readManifest(
  session: Session,
  repositoryName: string,
  imageId: { readonly imageTag: string } | { readonly imageDigest: string },
  signal: AbortSignal | undefined,
): Promise<{ readonly text: string; readonly mediaType: string }> {
  const ecr = await session.clients.ecr()
  const { images } = await request('BatchGetImage', signal, (options) =>
    ecr.batchGetImage(
      { repositoryName, imageIds: [imageId], acceptedMediaTypes: [...manifestTypes] },
      options,
    ),
  )
  const { imageManifest: text, imageManifestMediaType } = images?.[0] ?? {}
  if (text === undefined) throw unfit('ECR has no manifest of it')
  const { mediaType } = JSON.parse(text) as { readonly mediaType?: string }
  return { text, mediaType: imageManifestMediaType ?? mediaType ?? '' }
}

async function readConfig(
  session: Session,
  repositoryName: string,
  layerDigest: string,
  signal: AbortSignal | undefined,
): Promise<ImageConfig> {
  const ecr = await session.clients.ecr()
  const { downloadUrl = '' } = await request('GetDownloadUrlForLayer', signal, (options) =>
    ecr.getDownloadUrlForLayer({ repositoryName, layerDigest }, options),
  )
  const answer = await request('GetDownloadUrlForLayer', signal, ({ abortSignal }) =>
    fetch(downloadUrl, abortSignal ? { signal: abortSignal } : {}),
  )
  if (!answer.ok) throw unfit(`its configuration can't be read from ECR (${answer.status})`)
  return (await answer.json()) as ImageConfig
}
