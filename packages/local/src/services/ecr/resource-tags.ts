import { AwsError } from '../../errors.ts'
import { formatArn } from '../../state/arn.ts'
import type { ImageRepository } from '../../state/image-repository.ts'
import type { RequestContext } from '../operation.ts'
import { type EcrState, requireRepository } from './ecr-context.ts'
import { invalidParameter } from './validate-ecr-input.ts'

/** A tag of a repository. */
export interface ResourceTag {
  readonly Key: string
  readonly Value: string
}

interface ResourceInput {
  readonly resourceArn: string
}

const mostTags = 50

/** Adds tags to a repository, in the place of older ones of their keys. */
export function tagResource(
  state: EcrState,
  input: ResourceInput & { readonly tags: readonly ResourceTag[] },
  context: RequestContext,
): unknown {
  const repository = requireResource(state, input, context)
  const resourceTags = readResourceTags(input.tags, repository.resourceTags)
  state.images.configure(repository, { resourceTags })
  return {}
}

/** Takes tags off a repository. */
export function untagResource(
  state: EcrState,
  input: ResourceInput & { readonly tagKeys: readonly string[] },
  context: RequestContext,
): unknown {
  const repository = requireResource(state, input, context)
  const kept = Object.entries(repository.resourceTags).filter(([key]) => {
    return !input.tagKeys.includes(key)
  })
  state.images.configure(repository, { resourceTags: Object.fromEntries(kept) })
  return {}
}

/** Lists the tags of a repository. */
export function listTagsForResource(
  state: EcrState,
  input: ResourceInput,
  context: RequestContext,
): unknown {
  const { resourceTags } = requireResource(state, input, context)
  return { tags: Object.entries(resourceTags).map(([Key, Value]) => ({ Key, Value })) }
}

/** Tags by key, added to those that are there. */
export function readResourceTags(
  tags: readonly ResourceTag[],
  present: Readonly<Record<string, string>> = {},
): Record<string, string> {
  for (const { Key, Value } of tags) {
    const fits = Key.length >= 1 && Key.length <= 128 && Value.length <= 256
    if (fits && !Key.startsWith('aws:')) continue
    throw new AwsError(
      'InvalidTagParameterException',
      `Invalid parameter at 'tags' failed to satisfy constraint: 'keys have 1 to 128 characters and do not begin with aws:, values have at most 256': ${Key}`,
    )
  }
  const all = { ...present, ...Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value])) }
  if (Object.keys(all).length > mostTags) {
    throw new AwsError('TooManyTagsException', `A repository can have at most ${mostTags} tags.`)
  }
  return all
}

function requireResource(
  state: EcrState,
  { resourceArn }: ResourceInput,
  context: RequestContext,
): ImageRepository {
  const [, registryId, repositoryName] =
    /^arn:[^:]+:ecr:[^:]+:(\d{12}):repository\/(.+)$/.exec(resourceArn) ?? []
  if (registryId === undefined || repositoryName === undefined) {
    throw invalidParameter('resourceArn', 'must be the ARN of a repository')
  }
  const repository = requireRepository(state, { registryId, repositoryName }, context)
  const arn = formatArn('ecr', repository.owner, `repository/${repository.name}`)
  if (arn === resourceArn) return repository
  throw invalidParameter('resourceArn', `must be of the region that is asked: ${arn}`)
}
