import { ByoError } from '../../errors.ts'
import type { Session } from '../../session/session.ts'
import { digestOf } from '../digest.ts'
import { blobOf, type ImageBlob, type ImageBuilder } from '../image-parts.ts'
import { parseImageReference } from '../image-reference.ts'
import { formatConfig, formatManifest } from '../manifest.ts'
import { type ImagePlatform, type Platform, parsePlatform } from '../platform.ts'
import { accessRegistry } from '../registry/registry-access.ts'
import type { RegistryCredentials } from '../registry/registry-credentials.ts'
import { buildApplicationLayer } from './application-layer.ts'
import { type BaseImage, readBaseImage } from './base-image.ts'
import { readProgram } from './read-program.ts'

/** What an image is made of beside the program. */
export interface BuildOptions {
  /** An image, or `scratch`. */
  readonly baseImage: string
  readonly baseImageCredentials: RegistryCredentials | undefined
  readonly platform: ImagePlatform
  /** The file that `node` runs, where the program is a folder. */
  readonly entrypoint: string | undefined
  readonly labels: Readonly<Record<string, string>>
}

/** A builder that puts the program as one layer on top of the base image's, or alone on `scratch`. */
export function builderWithoutDocker(session: Session, options: BuildOptions): ImageBuilder {
  const { baseImage, labels } = options
  const platform = parsePlatform(options.platform)
  return async (path, signal) => {
    const program = await readProgram(path, options.entrypoint)
    const base =
      baseImage === 'scratch' ? undefined : await readBase(session, options, platform, signal)
    const layer = await buildApplicationLayer(program.files, signal)
    const facts = { platform, diffId: layer.diffId, entrypoint: program.entrypoint, labels }
    const text = new TextEncoder().encode(formatConfig(base?.config, facts))
    const config = blobOf(digestOf(text), text)
    const layers = [...(base?.layers ?? []), layer.blob]
    checkSize(layers)
    return { layers, config, manifest: formatManifest(config, layers) }
  }
}

async function readBase(
  session: Session,
  { baseImage, baseImageCredentials }: BuildOptions,
  platform: Platform,
  signal: AbortSignal | undefined,
): Promise<BaseImage> {
  const reference = parseImageReference(baseImage)
  const access = await accessRegistry(session, reference.registry, baseImageCredentials, signal)
  return readBaseImage(reference, access, platform, { runtime: session.runtime, signal })
}

const gigabyte = 1024 ** 3
/** SageMaker's quota for the compressed image of an endpoint, in gigabytes. */
const largestImage = 10

function checkSize(layers: readonly ImageBlob[]): void {
  const size = layers.reduce((sum, layer) => sum + layer.size, 0)
  if (size <= largestImage * gigabyte) return
  throw new ByoError(
    'image-too-large',
    `The image would have ${(size / gigabyte).toFixed(1)} GB compressed, and SageMaker serves images up to ${largestImage} GB: choose a smaller baseImage, or leave files out of the program.`,
  )
}
