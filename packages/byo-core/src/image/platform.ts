import { ByoError } from '../errors.ts'

/** Where an image runs, as images say it. */
export interface Platform {
  readonly os: string
  readonly architecture: string
}

/**
 * Where SageMaker runs an image: `linux/amd64` on most instance types, `linux/arm64` on those with
 * Graviton processors, such as `ml.c7g.large`.
 *
 * @public
 */
export type ImagePlatform = 'linux/amd64' | 'linux/arm64'

const platforms: readonly string[] = ['linux/amd64', 'linux/arm64']

/** Reads `linux/amd64`; SageMaker has machines of two kinds. */
export function parsePlatform(platform: ImagePlatform): Platform {
  const [os = '', architecture = ''] = platform.split('/')
  if (platforms.includes(platform)) return { os, architecture }
  throw new ByoError(
    'invalid-option',
    `platform is "${platform}", but SageMaker runs images for ${platforms.join(' and ')} only.`,
  )
}
