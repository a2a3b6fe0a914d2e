import { checkTags } from './check-tags.ts'

/** Tags as AWS's list of pairs, checked. */
export function formatTags(
  tags: Readonly<Record<string, string>>,
): { Key: string; Value: string }[] {
  checkTags(tags)
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }))
}
