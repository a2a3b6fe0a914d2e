import { ByoError } from '../errors.ts'
import type { Session } from '../session/session.ts'
import type { DockerfileOptions } from './docker/dockerfile-options.ts'
import { publishDockerfile } from './publish-dockerfile.ts'
import type { PublishOptions } from './publish-options.ts'
import { publishProgram } from './publish-program.ts'
import type { PublishedImage } from './published-image.ts'

/**
 * Makes an image and puts it in ECR or another registry: of a program, without Docker, or of a `dockerfile`,
 * with Docker. The same program on the same base gives the same digest, and only what the repository lacks is sent.
 *
 * @throws `program-not-found`, `base-image-unavailable`, `image-too-large`, `invalid-option`,
 * `access-denied`, `name-taken`, `upload-corrupted`; with Docker or to other registries than ECR `image-push-failed`;
 * with Docker `dockerfile-not-found`, `docker-unavailable`, `image-build-failed`
 * @public
 * @example
 * ```ts
 * import { createSession, publishImage } from '@byo/core'
 *
 * const session = await createSession()
 * const image = await publishImage(session, {
 *   program: 'dist/container.mjs',
 *   repository: 'iris-mars',
 * })
 * const built = await publishImage(session, {
 *   dockerfile: 'docker/Dockerfile',
 *   context: '.',
 *   buildArgs: { NODE_VERSION: '24' },
 *   repository: 'iris-mars',
 * })
 * const elsewhere = await publishImage(session, {
 *   program: 'dist/container.mjs',
 *   registry: 'registry.example.com:5000',
 *   repository: 'team/iris-mars',
 * })
 * ```
 */
export async function publishImage(
  session: Session,
  options: PublishOptions | DockerfileOptions,
): Promise<PublishedImage> {
  if (options.dockerfile !== undefined) return publishDockerfile(session, options)
  if (options.program === undefined) {
    throw new ByoError(
      'invalid-option',
      'Give publishImage a program or a dockerfile, not neither.',
    )
  }
  return publishProgram(session, options, (image) => image)
}
