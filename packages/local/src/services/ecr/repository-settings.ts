import type { ImageRepository, RepositorySettings } from '../../state/image-repository.ts'
import type { RequestContext } from '../operation.ts'
import { type EcrState, type RepositoryInput, requireRepository } from './ecr-context.ts'
import { invalidParameter } from './validate-ecr-input.ts'

/** How an operation says which tags may be moved. */
export interface MutabilityInput {
  readonly imageTagMutability?: ImageRepository['tagMutability']
  readonly imageTagMutabilityExclusionFilters?: readonly {
    readonly filterType: string
    readonly filter: string
  }[]
}

/** Says whether tags may be moved from now on. */
export function putImageTagMutability(
  state: EcrState,
  input: RepositoryInput & MutabilityInput,
  context: RequestContext,
): unknown {
  const repository = requireRepository(state, input, context)
  state.images.configure(repository, readMutability(input))
  return { ...nameOf(repository), ...formatMutability(repository) }
}

interface ScanningInput extends RepositoryInput {
  readonly imageScanningConfiguration: { readonly scanOnPush?: boolean }
}

/** Notes whether images are to be scanned; nothing here scans. */
export function putImageScanningConfiguration(
  state: EcrState,
  input: ScanningInput,
  context: RequestContext,
): unknown {
  const repository = requireRepository(state, input, context)
  const scanOnPush = input.imageScanningConfiguration.scanOnPush ?? false
  state.images.configure(repository, { scanOnPush })
  return { ...nameOf(repository), imageScanningConfiguration: { scanOnPush } }
}

/** What an input says of tags; exclusions go with the mutabilities that have them, and with no others. */
export function readMutability(
  input: MutabilityInput,
): Pick<RepositorySettings, 'tagMutability' | 'tagExclusions'> {
  const { imageTagMutability: tagMutability = 'MUTABLE' } = input
  const tagExclusions = (input.imageTagMutabilityExclusionFilters ?? []).map(({ filter }) => filter)
  if (tagMutability.endsWith('_WITH_EXCLUSION') !== tagExclusions.length > 0) {
    throw invalidParameter(
      'imageTagMutabilityExclusionFilters',
      'must be given for a mutability with exclusions, and only for these',
    )
  }
  return { tagMutability, tagExclusions }
}

/** What a repository says of tags. */
export function formatMutability({
  tagMutability,
  tagExclusions,
}: ImageRepository): Record<string, unknown> {
  return {
    imageTagMutability: tagMutability,
    ...(tagExclusions.length > 0 && {
      imageTagMutabilityExclusionFilters: tagExclusions.map((filter) => ({
        filterType: 'WILDCARD',
        filter,
      })),
    }),
  }
}

/** A repository as the answers to its operations name it. */
export function nameOf({ owner, name }: ImageRepository): Record<string, string> {
  return { registryId: owner.accountId, repositoryName: name }
}
