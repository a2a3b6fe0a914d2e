import { ByoError } from '../../errors.ts'
import { isThere } from '../../requests/is-there.ts'
import { request } from '../../requests/request.ts'
import type { Session } from '../../session/session.ts'
import { parseImageReference } from '../image-reference.ts'

/**
 * Throws when the image is one of the caller's own ECR registry, in the session's region, and isn't there. Other
 * images are left to SageMaker.
 *
 * @throws `image-not-found`
 */
export async function checkImage(
  session: Session,
  image: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  const own = `${await session.accountId()}.dkr.ecr.${session.region}.`
  if (!image.startsWith(own)) return
  const { repository: repositoryName, version } = parseImageReference(image)
  const imageId = version.startsWith('sha256:') ? { imageDigest: version } : { imageTag: version }
  const ecr = await session.clients.ecr()
  const found = await isThere(async () => {
    await request('DescribeImages', signal, (options) =>
      ecr.describeImages({ repositoryName, imageIds: [imageId] }, options),
    )
    return true
  })
  if (found !== false) return
  throw new ByoError(
    'image-not-found',
    `The image ${image} is not in ECR: publish it with publishImage, or correct its address.`,
  )
}
