import type { CreateRepositoryRequest } from '@aws-sdk/client-ecr'
import { formatTags } from '../../requests/format-tags.ts'
import type { RepositoryOptions } from './repository-options.ts'

/** A repository as it's created when it's missing. */
export interface RepositorySpec {
  /** The request for CreateRepository. */
  readonly create: CreateRepositoryRequest & { readonly repositoryName: string }
  /** What PutLifecyclePolicy takes; undefined for none. */
  readonly lifecyclePolicyText: string | undefined
}

/** The requests that make a repository. */
export function repositorySpec(
  repositoryName: string,
  { scanOnPush, imageTagMutability, lifecyclePolicy, tags }: RepositoryOptions,
): RepositorySpec {
  return {
    create: {
      repositoryName,
      ...(scanOnPush !== undefined && { imageScanningConfiguration: { scanOnPush } }),
      ...(imageTagMutability && { imageTagMutability }),
      ...(tags && { tags: formatTags(tags) }),
    },
    lifecyclePolicyText:
      typeof lifecyclePolicy === 'object' ? JSON.stringify(lifecyclePolicy) : lifecyclePolicy,
  }
}
