import { ByoError } from '../errors.ts'
import { createLedger } from '../ledger.ts'
import type { Runtime } from '../runtime.ts'
import type { Session } from '../session/session.ts'
import { throwIfAborted } from '../waiting/aborted.ts'
import { checkNames } from './check-image-names.ts'
import { buildWithDocker, requireDocker } from './docker/build-with-docker.ts'
import { createDockerCommand, type DockerCommand } from './docker/docker-command.ts'
import { withDockerSettings } from './docker/docker-settings.ts'
import type { DockerfileOptions } from './docker/dockerfile-options.ts'
import { findDockerfile } from './docker/find-dockerfile.ts'
import { countSentBytes, pushWithDocker } from './docker/push-with-docker.ts'
import { ensureRepository } from './ecr/ecr-repository.ts'
import { withPassingTag } from './ecr/passing-tag.ts'
import { putImage } from './ecr/put-image.ts'
import { readRegistryLogin } from './ecr/registry-login.ts'
import { type RepositorySpec, repositorySpec } from './ecr/repository-spec.ts'
import type { ImagePlatform } from './platform.ts'
import type { PublishedImage } from './publish-image.ts'
import { readPushedImage } from './read-pushed-image.ts'

const platforms: readonly ImagePlatform[] = ['linux/amd64', 'linux/arm64']

/** Builds an image with Docker and pushes it to ECR, where it ends up in the form that SageMaker takes. */
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
  const spec = repositorySpec(repository, options)
  const found = await findDockerfile(dockerfile, options.context)
  await requireDocker(createDockerCommand(dockerCommand, {}, session.runtime), signal)

  const login = await readRegistryLogin(session, signal)
  const random = Buffer.from(session.runtime.randomBytes(6)).toString('hex')
  const passingTag = `byo-push-${random}`
  const reference = `${login.host}/${repository}:${passingTag}`
  return withDockerSettings(login, async (variables) => {
    const docker = createDockerCommand(dockerCommand, variables, session.runtime)
    try {
      await buildWithDocker(
        docker,
        { ...options, ...found, platform, reference },
        { onLine: (line) => onProgress?.({ phase: 'build', line }), signal },
      )
      return await pushBuilt(session, docker, { ...options, spec, platform, passingTag, reference })
    } finally {
      await removeReference(docker, reference, session.runtime)
    }
  })
}

/** An image that Docker has under a reference of its own. */
interface BuiltImage extends DockerfileOptions {
  readonly spec: RepositorySpec
  readonly platform: ImagePlatform
  readonly passingTag: string
  readonly reference: string
}

/** Brings what was built to ECR, and under its tag once it's known to be what SageMaker takes. */
async function pushBuilt(
  session: Session,
  docker: DockerCommand,
  built: BuiltImage,
): Promise<PublishedImage> {
  const { repository, spec, platform, passingTag, reference, onProgress, signal } = built
  const ledger = built.ledger ?? createLedger()
  const place = await ensureRepository(session, spec, { ledger, signal })
  const passing = { repository, tag: passingTag }
  const { published } = await withPassingTag(session, passing, ledger, async () => {
    const statuses = await pushWithDocker(docker, reference, { onProgress, signal })
    const wanted = { tag: passingTag, platform }
    const { manifest, config, others } = await readPushedImage(session, repository, wanted, signal)
    const { digest, text, layers } = manifest
    const tag = built.tag ?? `byo-${digest.slice('sha256:'.length, 'sha256:'.length + 12)}`
    throwIfAborted(signal, `publishing ${repository}:${tag}`)
    const isNew = await putImage(session, repository, { tag, digest, manifest: text }, ledger)
    const sentBytes = countSentBytes(layers, config.rootfs?.diff_ids ?? [], statuses)
    return {
      others,
      published: {
        uri: `${place.uri}@${digest}`,
        digest,
        repository,
        repositoryArn: place.arn,
        tag,
        createdRepository: place.created,
        isNew,
        uploadedBytes: isNew ? sentBytes + manifest.config.size : 0,
      },
    }
  })
  return published
}

/** Time for Docker to forget a name, milliseconds; a daemon that hangs shall not hold up an abort. */
const removalLimit = 10_000

/** Takes the name from the engine's own store, and the image if it has no other; its cache stays. */
async function removeReference(
  docker: DockerCommand,
  reference: string,
  runtime: Runtime,
): Promise<void> {
  const [limit, ended] = [new AbortController(), new AbortController()]
  runtime.sleep(removalLimit, ended.signal).then(
    () => limit.abort(),
    () => undefined,
  )
  const words = ['image', 'rm', '--no-prune', reference]
  await docker.run(words, { signal: limit.signal }).catch(() => undefined)
  ended.abort()
}
