import { AwsError } from '../../errors.ts'
import type { Platform } from '../../jobs/platform.ts'
import type { Resource, Tag } from '../../jobs/resource.ts'
import { refusal } from './refusals.ts'

/** Tags that one resource may have. */
const mostTags = 50

/** Gives a resource more tags; one whose key it has is replaced. Answers with all. */
export function addTags(
  platform: Platform,
  { ResourceArn, Tags }: { ResourceArn: string; Tags: readonly Tag[] },
): unknown {
  const { tags } = findByArn(platform, ResourceArn)
  const keys = new Set([...tags.keys(), ...Tags.map(({ Key }) => Key)])
  if (keys.size > mostTags) {
    throw new AwsError('ResourceLimitExceeded', `A resource can have at most ${mostTags} tags.`)
  }
  for (const { Key, Value } of Tags) tags.set(Key, Value)
  return { Tags: tagList(tags) }
}

/** All tags of a resource. */
export function listTags(platform: Platform, { ResourceArn }: { ResourceArn: string }): unknown {
  return { Tags: tagList(findByArn(platform, ResourceArn).tags) }
}

/** Takes tags off a resource; keys that it does not have are passed over. */
export function deleteTags(
  platform: Platform,
  { ResourceArn, TagKeys }: { ResourceArn: string; TagKeys: readonly string[] },
): unknown {
  const { tags } = findByArn(platform, ResourceArn)
  for (const key of TagKeys) tags.delete(key)
  return {}
}

function findByArn(platform: Platform, arn: string): Resource {
  const { trainingJobs, models, endpointConfigs, endpoints } = platform
  for (const collection of [trainingJobs, models, endpointConfigs, endpoints]) {
    const resource = collection.findByArn(arn)
    if (resource !== undefined) return resource
  }
  throw refusal(`Could not find resource "${arn}".`)
}

function tagList(tags: ReadonlyMap<string, string>): readonly Tag[] {
  return [...tags].map(([Key, Value]) => ({ Key, Value }))
}
