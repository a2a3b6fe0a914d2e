import { ByoError } from '../errors.ts'
import { createLedger } from '../ledger.ts'
import type { Session } from '../session/session.ts'
import { throwIfAborted } from '../waiting/aborted.ts'
import { findProblem } from './check/find-problem.ts'
import type { ImageUse } from './check/image-problem.ts'
import { checkNames } from './check-image-names.ts'
import { buildWithDocker, requireDocker } from './docker/build-with-docker.ts'
import { createDockerCommand, type DockerCommand } from './docker/docker-command.ts'
import { withDockerSettings } from './docker/docker-settings.ts'
import type { DockerfileOptions } from './docker/dockerfile-options.ts'
import { findDockerfile } from './docker/find-dockerfile.ts'
import { addReference, contentDigits, removeReference } from './docker/image-names.ts'
import { countSentBytes, pushWithDocker } from './docker/push-with-docker.ts'
import type { ImageRegistry, ImageTarget } from './image-target.ts'
import { dockerManifest } from './manifest.ts'
import { openRegistry } from './open-registry.ts'
import type { ImagePlatform } from './platform.ts'
import { defaultTag, type PublishedImage, publishedImage } from './published-image.ts'
import { readPushedImage } from './read-pushed-image.ts'

const platforms: readonly ImagePlatform[] = ['linux/amd64', 'linux/arm64']

/** Builds an image with Docker and pushes it to a registry, where it ends up in the form that SageMaker takes. */
export async function publishDockerfile(
  session: Session,
  options: DockerfileOptions,
): Promise<PublishedImage> {
  const { dockerfile, repository, platform = 'linux/amd64', dockerCommand = 'docker' } = options
  const { signal, onProgress } = options
  throwIfAborted(signal, `publishing ${dockerfile}`)
  checkNames(repository, options.tag)
  if (options.program !== undefined) {
    throw new ByoError('invalid-option', 'Give publishImage a program or a dockerfile, not both.')
  }
  if (!platforms.includes(platform)) {
    throw new ByoError(
      'invalid-option',
      `The platform "${platform}" is none of SageMaker's: those are ${platforms.join(' and ')}.`,
    )
  }
  const registry = await openRegistry(session, options)
  const found = await findDockerfile(dockerfile, options.context)
  await requireDocker(createDockerCommand(dockerCommand, {}, session.runtime), signal)

  const login = await registry.login(repository, signal)
  const random = Buffer.from(session.runtime.randomBytes(6)).toString('hex')
  const place = `${login.host}/${repository}`
  const reference = `${place}:byo-push-${random}`
  return withDockerSettings(login, async (variables) => {
    const docker = createDockerCommand(dockerCommand, variables, session.runtime)
    try {
      await buildWithDocker(
        docker,
        { ...options, ...found, platform, reference },
        { onLine: (line) => onProgress?.({ phase: 'build', line }), signal },
      )
      return await pushBuilt(docker, registry, { ...options, platform, place, reference })
    } finally {
      await removeReference(docker, reference, session.runtime)
    }
  })

  /** Pushes under a tag that is there for a while; where tags stay, an image gets the same one every time. */
  async function pushBuilt(
    docker: DockerCommand,
    to: ImageRegistry,
    built: BuiltImage,
  ): Promise<PublishedImage> {
    if (to.forgetsTags) return pushNamed(docker, to, { ...built, passingTag: `byo-push-${random}` })
    const passingTag = `byo-push-${await contentDigits(docker, reference, signal)}`
    const name = `${place}:${passingTag}`
    await addReference(docker, { from: reference, to: name }, signal)
    try {
      return await pushNamed(docker, to, { ...built, passingTag, reference: name })
    } finally {
      await removeReference(docker, name, session.runtime)
    }
  }
}

/** An image that Docker has under a reference of its own. */
interface BuiltImage extends DockerfileOptions {
  readonly platform: ImagePlatform
  /** Host and repository. */
  readonly place: string
  readonly reference: string
}

/** Brings what was built to the registry, and under its tag once it's known to be what SageMaker takes. */
async function pushNamed(
  docker: DockerCommand,
  registry: ImageRegistry,
  built: BuiltImage & { readonly passingTag: string },
): Promise<PublishedImage> {
  const { repository, platform, passingTag, reference, onProgress, signal } = built
  const ledger = built.ledger ?? createLedger()
  const target = await registry.open(repository, { ledger, signal })
  const { published } = await target.withPassingTag(passingTag, async () => {
    const statuses = await pushWithDocker(docker, reference, { onProgress, signal })
    const wanted = { tag: passingTag, platform }
    const { manifest, config, others } = await readPushedImage(target, wanted, signal)
    const { digest, text, layers } = manifest
    const tag = built.tag ?? defaultTag(digest)
    if (built.checkImage !== false) await checkBuilt(target, text, signal)
    throwIfAborted(signal, `publishing ${repository}:${tag}`)
    const isNew = await target.putManifest({ tag, digest, manifest: text })
    const sentBytes = countSentBytes(layers, config.rootfs?.diff_ids ?? [], statuses)
    const uploadedBytes = isNew ? sentBytes + manifest.config.size : 0
    const image = { repository, digest, tag, isNew, uploadedBytes }
    return { others, published: publishedImage(target, image) }
  })
  return published
}

/** Whether it's there to be trained or to be hosted isn't known, so a start for one of them will do. */
async function checkBuilt(
  target: ImageTarget,
  manifest: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  const stored = {
    manifest: { text: manifest, mediaType: dockerManifest },
    async *readBlob(digest: string) {
      yield await target.readBlob(digest, signal)
    },
  }
  const use: ImageUse = {
    commands: ['train', 'serve'],
    labels: [],
    isHosted: true,
    instanceTypes: [],
  }
  const problem = await findProblem(stored, [use])
  if (problem) throw new ByoError(problem.code, `What Docker built ${problem.text}`)
}
