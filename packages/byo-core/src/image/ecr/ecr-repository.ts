import type { CreateRepositoryResponse } from '@aws-sdk/client-ecr'
import type { Ledger } from '../../ledger.ts'
import { createOnce } from '../../requests/create-once.ts'
import { isAlreadyThere, isNotFound } from '../../requests/error-kinds.ts'
import { request } from '../../requests/request.ts'
import { arnOf } from '../../session/arn.ts'
import type { Session } from '../../session/session.ts'
import type { RepositorySpec } from './repository-spec.ts'

/** A repository of ECR. */
export interface Repository {
  readonly uri: string
  readonly arn: string
  /** True when it was made by this call. */
  readonly created: boolean
}

/** The repository of that name in the caller's registry, created so when it's missing. */
export async function ensureRepository(
  session: Session,
  spec: RepositorySpec,
  { ledger, signal }: { readonly ledger: Ledger; readonly signal: AbortSignal | undefined },
): Promise<Repository> {
  const { repositoryName: name } = spec.create
  const found = await describe(session, name, signal)
  if (found) return found
  const ecr = await session.clients.ecr()
  const arn = await arnOf(session, 'ecr', `repository/${name}`)
  try {
    const { repository } = await ledger.make({ kind: 'image-repository', name, arn }, () =>
      createOnce<CreateRepositoryResponse>(
        () => request('CreateRepository', undefined, () => ecr.createRepository(spec.create)),
        async () => {
          // It was missing a moment ago.
          const there = await describe(session, name, undefined)
          return there && { repository: { repositoryUri: there.uri } }
        },
      ),
    )
    await putLifecyclePolicy(session, spec, signal)
    return { uri: repository?.repositoryUri ?? '', arn, created: true }
  } catch (error) {
    const other = isAlreadyThere(error) ? await describe(session, name, signal) : undefined
    if (other) return other
    throw error
  }
}

async function putLifecyclePolicy(
  session: Session,
  { create: { repositoryName }, lifecyclePolicyText }: RepositorySpec,
  signal: AbortSignal | undefined,
): Promise<void> {
  if (lifecyclePolicyText === undefined) return
  const ecr = await session.clients.ecr()
  await request('PutLifecyclePolicy', signal, (options) =>
    ecr.putLifecyclePolicy({ repositoryName, lifecyclePolicyText }, options),
  )
}

async function describe(
  session: Session,
  name: string,
  signal: AbortSignal | undefined,
): Promise<Repository | undefined> {
  const ecr = await session.clients.ecr()
  try {
    const { repositories } = await request('DescribeRepositories', signal, (options) =>
      ecr.describeRepositories({ repositoryNames: [name] }, options),
    )
    const { repositoryUri = '', repositoryArn = '' } = repositories?.[0] ?? {}
    return { uri: repositoryUri, arn: repositoryArn, created: false }
  } catch (error) {
    if (isNotFound(error)) return undefined
    throw error
  }
}
