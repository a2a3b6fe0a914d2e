import type { CreateRepositoryRequest } from '@aws-sdk/client-ecr'
import { formatTags } from '../requests/format-tags.ts'

/** The request for CreateRepository. */
export function repositorySpec(
  name: string,
  tags: Readonly<Record<string, string>> | undefined,
): CreateRepositoryRequest & { readonly repositoryName: string } {
  return { repositoryName: name, ...(tags && { tags: formatTags(tags) }) }
}
