import { readAwsError } from '../requests/aws-error.ts'
import { ignoreNotFound } from '../requests/error-kinds.ts'
import { request } from '../requests/request.ts'
import type { Session } from '../session/session.ts'

/** Takes the tag from the image, and the image away with its last tag; `name` is `repository:tag@digest`, or `repository:tag`. */
export async function removeImage(
  session: Session,
  name: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  const [, repositoryName, imageTag, imageDigest] = /^(.+?):([^:@]+)(?:@(.+))?$/.exec(name) ?? []
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

/** Deletes a repository, unless others have put images in it by now. */
export async function removeRepository(
  session: Session,
  name: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  const ecr = await session.clients.ecr()
  await request('DeleteRepository', signal, (options) =>
    ecr.deleteRepository({ repositoryName: name }, options),
  ).catch((error: unknown) => {
    if (readAwsError(error).name === 'RepositoryNotEmptyException') {
      throw new Error('it holds images that were not made here', { cause: error })
    }
    ignoreNotFound(error)
  })
}
