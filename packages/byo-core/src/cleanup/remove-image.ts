import { request } from '../requests/request.ts'
import type { Session } from '../session/session.ts'
import { ignoreNotFound } from './remove-endpoint.ts'

/** Takes the tag from the image, and the image away with its last tag; `name` is `repository:tag@digest`. */
export async function removeImage(
  session: Session,
  name: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  const [, repositoryName, imageTag, imageDigest] = /^(.+):([^:@]+)@(.+)$/.exec(name) ?? []
  const ecr = await session.clients.ecr()
  const answer = await request('BatchDeleteImage', signal, (options) =>
    ecr.batchDeleteImage({ repositoryName, imageIds: [{ imageTag, imageDigest }] }, options),
  ).catch(ignoreNotFound)
  const failure = answer?.failures?.find(
    // The tag names another image by now: ours is no longer there under it.
    ({ failureCode }) =>
      failureCode !== 'ImageNotFound' && failureCode !== 'ImageTagDoesNotMatchDigest',
  )
  if (failure) throw new Error(`${failure.failureCode}: ${failure.failureReason}`)
}

/** Deletes a repository with the images in it. */
export async function removeRepository(
  session: Session,
  name: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  const ecr = await session.clients.ecr()
  await request('DeleteRepository', signal, (options) =>
    ecr.deleteRepository({ repositoryName: name, force: true }, options),
  ).catch(ignoreNotFound)
}
