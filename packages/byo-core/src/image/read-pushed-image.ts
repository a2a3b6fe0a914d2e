import type { ImageTarget, StoredManifest } from './image-target.ts'
import type { ImageConfig } from './manifest.ts'
import { indexTypes } from './media-types.ts'
import type { ImagePlatform } from './platform.ts'
import {
  chooseManifest,
  type FittingManifest,
  fittingManifest,
  type PushedManifest,
  unfit,
} from './pushed-manifest.ts'

/** What is in a repository after a push. */
export interface PushedImage {
  /** The one manifest of it that SageMaker can use. */
  readonly manifest: FittingManifest
  readonly config: ImageConfig
  /** Digests of the manifests that the push brought along and that nobody needs: attestations, OCI forms. */
  readonly others: readonly string[]
}

/** Reads what was pushed under the tag, and makes sure that it is, or can be made, what SageMaker takes. */
export async function readPushedImage(
  target: ImageTarget,
  { tag, platform }: { readonly tag: string; readonly platform: ImagePlatform },
  signal: AbortSignal | undefined,
): Promise<PushedImage> {
  let read = await readManifest(target, tag, signal)
  let pushed: string[] = []
  if (indexTypes.includes(read.mediaType)) {
    const { manifests = [] } = JSON.parse(read.text) as PushedManifest
    const digest = chooseManifest(manifests, platform)
    pushed = manifests.map((entry) => entry.digest)
    read = await readManifest(target, digest, signal)
  }
  const manifest = fittingManifest(read.text, read.mediaType)
  const bytes = await target.readBlob(manifest.config.digest, signal)
  const config = JSON.parse(new TextDecoder().decode(bytes)) as ImageConfig
  if (`${config.os}/${config.architecture}` !== platform) {
    throw unfit(
      `it is for ${config.os}/${config.architecture}, not for ${platform}: does the Dockerfile name a platform itself?`,
    )
  }
  return { manifest, config, others: pushed.filter((digest) => digest !== manifest.digest) }
}

async function readManifest(
  target: ImageTarget,
  version: string,
  signal: AbortSignal | undefined,
): Promise<StoredManifest> {
  const found = await target.readManifest(version, signal)
  if (found) return found
  throw unfit(`${target.uri} has no manifest of it`)
}
