import { ByoError, isByoError } from '../../errors.ts'
import { isThere } from '../../requests/is-there.ts'
import type { Session } from '../../session/session.ts'
import { lookUpManifest, openStoredBlob } from '../ecr/read-stored.ts'
import { parseImageReference } from '../image-reference.ts'
import type { StoredManifest } from '../image-target.ts'
import { findProblem } from './find-problem.ts'
import type { ImageUse } from './image-problem.ts'

/**
 * Throws when the image is one of the caller's own ECR registry, in the session's region, and isn't there, or isn't
 * what SageMaker can use. Other images, and what the caller may not look at, are left to SageMaker.
 *
 * @throws `image-not-found`, `image-refused`, `image-too-large`
 */
export async function checkImage(
  session: Session,
  image: string,
  uses: readonly ImageUse[],
  signal: AbortSignal | undefined,
): Promise<void> {
  const own = `${await session.accountId()}.dkr.ecr.${session.region}.`
  if (!image.startsWith(own)) return
  const { repository, version } = parseImageReference(image)
  let manifest: StoredManifest | undefined
  const found = await isThere(async () => {
    manifest = await lookUpManifest(session, repository, version, signal)
    return manifest !== undefined
  })
  if (found === false) {
    throw new ByoError(
      'image-not-found',
      `The image ${image} is not in ECR: publish it with publishImage, or correct its address.`,
    )
  }
  if (manifest === undefined) return
  const stored = {
    manifest,
    readBlob: async function* (digest: string) {
      yield* (await openStoredBlob(session, repository, digest, signal)).body ?? []
    },
  }
  const problem = await findProblem(stored, uses).catch(leftToSageMaker)
  if (problem) throw new ByoError(problem.code, `The image ${image} ${problem.text}`)
}

/** Who looks only to be early stops for nothing but what would stop all other requests too. */
function leftToSageMaker(error: unknown): undefined {
  if (isByoError(error) && ['aborted', 'credentials-missing'].includes(error.code)) throw error
}
