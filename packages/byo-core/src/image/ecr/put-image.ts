import { ByoError } from '../../errors.ts'
import type { Ledger } from '../../ledger.ts'
import { readAwsError } from '../../requests/aws-error.ts'
import { persistently } from '../../requests/persistently.ts'
import { request } from '../../requests/request.ts'
import { arnOf } from '../../session/arn.ts'
import type { Session } from '../../session/session.ts'
import type { TaggedManifest } from '../image-target.ts'
import { dockerManifest } from '../manifest.ts'

/** Stores a manifest under its tag; false when it was there already. */
export async function putImage(
  session: Session,
  repositoryName: string,
  { tag, digest, manifest }: TaggedManifest,
  ledger: Ledger,
): Promise<boolean> {
  const ecr = await session.clients.ecr()
  const arn = await arnOf(session, 'ecr', `repository/${repositoryName}`)
  // Tag and digest, so that a tag that has meanwhile moved on is never removed.
  const resource = { kind: 'image', name: `${repositoryName}:${tag}@${digest}`, arn } as const
  try {
    const answer = await ledger.make(resource, () =>
      sendOnce(session, () =>
        ecr.putImage({
          repositoryName,
          imageTag: tag,
          imageManifest: manifest,
          imageManifestMediaType: dockerManifest,
        }),
      ),
    )
    const stored = answer?.image?.imageId?.imageDigest
    if (stored !== undefined && stored !== digest) {
      throw new ByoError(
        'upload-corrupted',
        `ECR stored the image as ${stored}, but it was sent as ${digest}: publish again.`,
      )
    }
    return true
  } catch (error) {
    const { name } = readAwsError(error)
    if (name === 'ImageAlreadyExistsException') return false
    if (name === 'ImageTagAlreadyExistsException') {
      throw new ByoError(
        'name-taken',
        `The tag "${tag}" of ${repositoryName} names another image, and the repository's tags are immutable: choose another tag, or none.`,
        { cause: error },
      )
    }
    throw error
  }
}

/** Sends the request until it's answered; undefined when an earlier one, whose answer was lost, did the work. */
async function sendOnce<T>(session: Session, put: () => Promise<T>): Promise<T | undefined> {
  let sent = 0
  try {
    return await persistently(session.runtime, undefined, () => {
      sent += 1
      return request('PutImage', undefined, put)
    })
  } catch (error) {
    const { name, attempts } = readAwsError(error)
    if (name === 'ImageAlreadyExistsException' && sent + attempts > 2) return undefined
    throw error
  }
}
