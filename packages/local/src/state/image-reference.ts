import { domainOf, type Owner } from './arn.ts'

/** What an image's address says. */
export interface ImageReference {
  /** Whose registry it is; undefined when the address names this server by host and port. */
  readonly owner?: Owner
  readonly repository: string
  readonly tag?: string
  readonly digest?: string
}

const ecrHostPattern = /^(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?$/

/**
 * Reads `<host>/<repository>[:tag][@digest]`; undefined for an address without a host, such as
 * `python:3.12`, which means a registry elsewhere.
 */
export function parseImageReference(uri: string): ImageReference | undefined {
  const match = /^([^/@]+)\/([^:@]+)(?::([^:@/]+))?(?:@(sha256:[0-9a-f]{64}))?$/.exec(uri)
  if (match === null) return undefined
  const [, host, repository, tag, digest] = match as unknown as [
    string,
    string,
    string,
    ...string[],
  ]
  const owner = parseRegistryHost(host)
  if (owner === undefined && !/[.:]|^localhost$/.test(host)) return undefined
  return {
    ...(owner && { owner }),
    repository,
    ...(tag !== undefined && { tag }),
    ...(digest !== undefined && { digest }),
  }
}

/** The account and region of `<account>.dkr.ecr.<region>.amazonaws.com`. */
export function parseRegistryHost(host: string): Owner | undefined {
  const match = ecrHostPattern.exec(host.replace(/:\d+$/, ''))
  return match === null ? undefined : { accountId: match[1] as string, region: match[2] as string }
}

/** The address of a repository as ECR spells it. */
export function repositoryUri(owner: Owner, repository: string): string {
  return `${owner.accountId}.dkr.ecr.${owner.region}.${domainOf(owner.region)}/${repository}`
}
