import type { ImageIdentifier } from '@aws-sdk/client-ecr'
import type { Ledger } from '../../ledger.ts'
import { request } from '../../requests/request.ts'
import { arnOf } from '../../session/arn.ts'
import type { Session } from '../../session/session.ts'

/** Lets work push under a tag that is taken away again, with the manifests that the work gives as `others`. */
export async function withPassingTag<T extends { readonly others: readonly string[] }>(
  session: Session,
  { repository, tag }: { readonly repository: string; readonly tag: string },
  ledger: Ledger,
  work: () => Promise<T>,
): Promise<T> {
  const arn = await arnOf(session, 'ecr', `repository/${repository}`)
  const resource = { kind: 'image', name: `${repository}:${tag}`, arn } as const
  ledger.add(resource)
  let others: readonly string[] = []
  try {
    const result = await work()
    others = result.others
    return result
  } finally {
    // A tag that stays costs nothing while its image is in use; the ledger knows it.
    await untag(session, repository, tag, others).then(
      () => ledger.remove(resource),
      () => undefined,
    )
  }
}

async function untag(
  session: Session,
  repositoryName: string,
  imageTag: string,
  others: readonly string[],
): Promise<void> {
  const ecr = await session.clients.ecr()
  const remove = (imageIds: readonly ImageIdentifier[]) =>
    request('BatchDeleteImage', undefined, () =>
      ecr.batchDeleteImage({ repositoryName, imageIds: [...imageIds] }),
    )
  await remove([{ imageTag }])
  if (others.length === 0) return
  // Only now, since ECR keeps what an index points at; and only what nobody else has given a name.
  const { imageDetails = [] } = await request('DescribeImages', undefined, () =>
    ecr.describeImages({
      repositoryName,
      imageIds: others.map((imageDigest) => ({ imageDigest })),
    }),
  )
  const nameless = imageDetails.filter(({ imageTags = [] }) => imageTags.length === 0)
  if (nameless.length > 0) await remove(nameless.map(({ imageDigest }) => ({ imageDigest })))
}
