import type { Owner } from './arn.ts'

/** A manifest of a repository, as the text that was pushed: its digest is of these very bytes. */
export interface StoredManifest {
  readonly digest: string
  readonly mediaType: string
  readonly text: string
  readonly pushedAt: Date
}

/** How a repository is kept. */
export interface RepositorySettings {
  readonly tagMutability: TagMutability
  /** Patterns with `*` of the tags for which the opposite of the mutability holds. */
  readonly tagExclusions: readonly string[]
  readonly scanOnPush: boolean
  readonly encryption: { readonly encryptionType: string; readonly kmsKey?: string }
  /** Values by key. */
  readonly resourceTags: Readonly<Record<string, string>>
  /** As JSON text; it is kept and not carried out. */
  readonly lifecyclePolicy: string | undefined
}

/** Whether tags may be moved to other images. */
type TagMutability = 'MUTABLE' | 'IMMUTABLE' | 'MUTABLE_WITH_EXCLUSION' | 'IMMUTABLE_WITH_EXCLUSION'

/** How ECR keeps a repository that is made without a word about it. */
export const usualSettings: RepositorySettings = {
  tagMutability: 'MUTABLE',
  tagExclusions: [],
  scanOnPush: false,
  encryption: { encryptionType: 'AES256' },
  resourceTags: {},
  lifecyclePolicy: undefined,
}

/** A repository of images. Only the image store changes it. */
export interface ImageRepository extends RepositorySettings {
  readonly name: string
  readonly owner: Owner
  readonly createdAt: Date
  readonly manifests: ReadonlyMap<string, StoredManifest>
  /** Digests by tag. */
  readonly tags: ReadonlyMap<string, string>
  /** Sizes in bytes by digest of the layers and configurations that were pushed to it. */
  readonly blobs: ReadonlyMap<string, number>
}

/** A repository in the hands of the image store. */
export type OpenRepository = ImageRepository & {
  readonly manifests: Map<string, StoredManifest>
  readonly tags: Map<string, string>
  readonly blobs: Map<string, number>
}

/** A repository as its file holds it. */
export interface RepositoryRecord extends RepositorySettings {
  readonly name: string
  readonly owner: Owner
  readonly createdAt: string
  readonly manifests: readonly (Omit<StoredManifest, 'pushedAt'> & { readonly pushedAt: string })[]
  readonly tags: Readonly<Record<string, string>>
  readonly blobs: Readonly<Record<string, number>>
}

/** The repository as plain JSON. */
export function toRecord(repository: ImageRepository): RepositoryRecord {
  return {
    ...repository,
    createdAt: repository.createdAt.toISOString(),
    manifests: [...repository.manifests.values()].map((manifest) => ({
      ...manifest,
      pushedAt: manifest.pushedAt.toISOString(),
    })),
    tags: Object.fromEntries(repository.tags),
    blobs: Object.fromEntries(repository.blobs),
  }
}

/** The repository in a file's JSON. */
export function fromRecord(record: RepositoryRecord): OpenRepository {
  return {
    ...record,
    createdAt: new Date(record.createdAt),
    manifests: new Map(
      record.manifests.map((one) => [one.digest, { ...one, pushedAt: new Date(one.pushedAt) }]),
    ),
    tags: new Map(Object.entries(record.tags)),
    blobs: new Map(Object.entries(record.blobs)),
  }
}

/** What tells a repository from all others, also those of its name in another region. */
export function repositoryKey({ owner, name }: Pick<ImageRepository, 'owner' | 'name'>): string {
  return `${owner.accountId}/${owner.region}/${name}`
}

/** The manifest that a tag or a digest names. */
export function findManifest(
  repository: ImageRepository,
  reference: { readonly tag?: string | undefined; readonly digest?: string | undefined },
): StoredManifest | undefined {
  const digest = reference.digest ?? repository.tags.get(reference.tag ?? 'latest')
  return digest === undefined ? undefined : repository.manifests.get(digest)
}

/** Whether a tag of a repository stays with its image. */
export function isTagFixed(repository: ImageRepository, tag: string): boolean {
  const { tagMutability, tagExclusions } = repository
  const isFixed = tagMutability.startsWith('IMMUTABLE')
  const isExcluded =
    tagMutability.endsWith('_WITH_EXCLUSION') &&
    tagExclusions.some((pattern) => matchesWildcard(pattern, tag))
  return isFixed !== isExcluded
}

/** The tags of one manifest. */
export function tagsOf(repository: ImageRepository, digest: string): string[] {
  return [...repository.tags].filter(([, target]) => target === digest).map(([tag]) => tag)
}

function matchesWildcard(pattern: string, text: string): boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${parts.join('.*')}$`).test(text)
}
