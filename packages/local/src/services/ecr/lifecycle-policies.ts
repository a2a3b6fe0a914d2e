import { AwsError } from '../../errors.ts'
import type { ImageRepository } from '../../state/image-repository.ts'
import type { RequestContext } from '../operation.ts'
import { type EcrState, type RepositoryInput, requireRepository } from './ecr-context.ts'
import { nameOf } from './repository-settings.ts'
import { invalidParameter } from './validate-ecr-input.ts'

interface PutLifecyclePolicyInput extends RepositoryInput {
  readonly lifecyclePolicyText: string
}

/** Keeps a lifecycle policy; nothing here carries it out. */
export function putLifecyclePolicy(
  state: EcrState,
  input: PutLifecyclePolicyInput,
  context: RequestContext,
): unknown {
  const repository = requireRepository(state, input, context)
  const { lifecyclePolicyText: lifecyclePolicy } = input
  requireRules(lifecyclePolicy)
  state.images.configure(repository, { lifecyclePolicy })
  return describe(repository, lifecyclePolicy)
}

/** Gives the lifecycle policy that is kept. */
export function getLifecyclePolicy(
  state: EcrState,
  input: RepositoryInput,
  context: RequestContext,
): unknown {
  const repository = requireRepository(state, input, context)
  return describe(repository, requirePolicy(repository))
}

/** Forgets the lifecycle policy. */
export function deleteLifecyclePolicy(
  state: EcrState,
  input: RepositoryInput,
  context: RequestContext,
): unknown {
  const repository = requireRepository(state, input, context)
  const policy = requirePolicy(repository)
  state.images.configure(repository, { lifecyclePolicy: undefined })
  return describe(repository, policy)
}

function describe(repository: ImageRepository, lifecyclePolicyText: string): unknown {
  return { ...nameOf(repository), lifecyclePolicyText }
}

function requirePolicy({ name, owner, lifecyclePolicy }: ImageRepository): string {
  if (lifecyclePolicy !== undefined) return lifecyclePolicy
  throw new AwsError(
    'LifecyclePolicyNotFoundException',
    `Lifecycle policy does not exist for the repository with name '${name}' in the registry with id '${owner.accountId}'`,
  )
}

function requireRules(text: string): void {
  if (Array.isArray(parse(text)?.rules)) return
  throw invalidParameter(
    'LifecyclePolicyText',
    'Lifecycle policy validation failure: must be a JSON object with rules',
  )
}

function parse(text: string): { readonly rules?: unknown } | undefined {
  try {
    return Object(JSON.parse(text)) as { readonly rules?: unknown }
  } catch {
    return undefined
  }
}
