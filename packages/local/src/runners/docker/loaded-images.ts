import { JobError } from '../../errors.ts'
import type { StoredImage } from '../../state/image-store.ts'
import { type DockerCommand, DockerError, feedDocker } from './docker-command.ts'
import { imageArchive } from './image-archive.ts'

/** Brings images into the engine without a registry, so that it may be on another machine: each image once. */
export class LoadedImages {
  readonly #docker: DockerCommand
  readonly #runId: string
  readonly #tags = new Map<string, Promise<string>>()

  constructor(docker: DockerCommand, runId: string) {
    this.#docker = docker
    this.#runId = runId
  }

  /**
   * The name of an image in the engine. It is of this emulator alone, so that it can remove it.
   *
   * @throws JobError when the engine does not take it.
   */
  load(image: StoredImage): Promise<string> {
    let tag = this.#tags.get(image.digest)
    if (tag === undefined) {
      tag = this.#loadNew(image)
      this.#tags.set(image.digest, tag)
      tag.catch(() => this.#tags.delete(image.digest))
    }
    return tag
  }

  async #loadNew(image: StoredImage): Promise<string> {
    const { config, layers, repository, digest } = image
    if (config.rootfs?.diff_ids?.length !== layers.length) {
      throw cannotLoad(image, 'its configuration does not list its layers')
    }
    const tag = `localhost/byo-local/${repository}:${digest.slice('sha256:'.length).slice(0, 12)}-${this.#runId}`
    try {
      await feedDocker(this.#docker, ['load', '--quiet'], imageArchive(image, tag))
    } catch (cause) {
      throw cannotLoad(image, cause instanceof Error ? cause.message : String(cause), cause)
    }
    return tag
  }
}

function cannotLoad(
  { repository, digest }: StoredImage,
  reason: string,
  cause?: unknown,
): JobError {
  const who = cause === undefined || cause instanceof DockerError ? 'The container engine' : 'This'
  return new JobError(
    'CannotStartContainerError',
    `${who} cannot load the image ${repository}@${digest}: ${reason}.`,
    { cause },
  )
}
