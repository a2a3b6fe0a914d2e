import { AwsError } from '../../errors.ts'
import type { Platform } from '../../jobs/platform.ts'
import { type Collection, mergeTags, type Resource, type Tag } from '../../jobs/resource.ts'
import { refusal } from './refusals.ts'

/** Tags that one resource may have. */
const mostTags = 50

/** Gives a resource more tags; one whose key it has is replaced. Answers with all. */
export function addTags(
  platform: Platform,
  { ResourceArn, Tags }: { ResourceArn: string; Tags: readonly Tag[] },
): unknown {
  const { resource, collection } = findByArn(platform, ResourceArn)
  const tags = mergeTags(resource.tags, Tags)
  if (tags.length > mostTags) {
    throw new AwsError('ResourceLimitExceeded', `A resource can have at most ${mostTags} tags.`)
  }
  collection.change(resource, { tags })
  return { Tags: tags }
}

/** All tags of a resource. */
export function listTags(platform: Platform, { ResourceArn }: { ResourceArn: string }): unknown {
  return { Tags: findByArn(platform, ResourceArn).resource.tags }
}

/** Takes tags off a resource; keys that it does not have are passed over. */
export function deleteTags(
  platform: Platform,
  { ResourceArn, TagKeys }: { ResourceArn: string; TagKeys: readonly string[] },
): unknown {
  const { resource, collection } = findByArn(platform, ResourceArn)
  const tags = resource.tags.filter(({ Key }) => !TagKeys.includes(Key))
  collection.change(resource, { tags })
  return {}
}

/** A resource and where it is kept. */
interface Found {
  readonly resource: Resource
  readonly collection: Collection<Resource>
}

function findByArn(platform: Platform, arn: string): Found {
  const { trainingJobs, transformJobs, tuningJobs, models, endpointConfigs, endpoints } = platform
  const kinds = [trainingJobs, transformJobs, tuningJobs, models, endpointConfigs, endpoints]
  for (const kind of kinds) {
    const collection = kind as unknown as Collection<Resource>
    const resource = collection.findByArn(arn)
    if (resource !== undefined) return { resource, collection }
  }
  throw refusal(`Could not find resource "${arn}".`)
}
