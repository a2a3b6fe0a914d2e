import { checkCount, checkText } from './check-limits.ts'

const legal = {
  pattern: /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u,
  wanted: 'letters, digits, spaces and _ . : / = + - @',
}

/** Tags as AWS's list of pairs. Source of the limits: AWS's API model. */
export function formatTags(
  tags: Readonly<Record<string, string>>,
): { Key: string; Value: string }[] {
  const entries = Object.entries(tags)
  checkCount('tags', entries.length, { max: 50 })
  return entries.map(([Key, Value]) => {
    checkText('The tag', Key, { min: 1, max: 128, ...legal })
    checkText(`The value of the tag ${Key}`, Value, { max: 256, ...legal })
    return { Key, Value }
  })
}
