import { createLedger } from '../ledger.ts'
import type { Session } from '../session/session.ts'
import { throwIfAborted } from '../waiting/aborted.ts'
import { builderWithoutDocker } from './build/build-without-docker.ts'
import { checkNames } from './check-image-names.ts'
import { digestOf } from './digest.ts'
import type { ImageParts } from './image-parts.ts'
import { openRegistry } from './open-registry.ts'
import type { PublishOptions } from './publish-options.ts'
import { defaultTag, type PublishedImage, publishedImage } from './published-image.ts'
import { pushImage } from './push-image.ts'

/** The image of a program, with a last look at it before it's sent. */
export async function publishProgram(
  session: Session,
  options: PublishOptions,
  adapt: (image: ImageParts) => ImageParts,
): Promise<PublishedImage> {
  const { program, repository, tag: chosenTag, ledger = createLedger(), signal } = options
  throwIfAborted(signal, `publishing ${program}`)
  checkNames(repository, chosenTag)
  const registry = await openRegistry(session, options)
  const build = builderWithoutDocker(session, {
    baseImage: options.baseImage ?? session.baseImage,
    baseImageCredentials: options.baseImageCredentials,
    platform: options.platform ?? 'linux/amd64',
    entrypoint: options.entrypoint,
    labels: options.labels ?? {},
  })
  const image = adapt(await build(program, signal))

  const target = await registry.open(repository, { ledger, signal })
  const digest = digestOf(new TextEncoder().encode(image.manifest))
  const tag = chosenTag ?? defaultTag(digest)
  const push = await pushImage(target, { tag, digest, image }, signal)
  return publishedImage(target, { ...push, repository, digest, tag })
}
