import { ByoError } from '../errors.ts'
import { checkCount, checkText } from './check-limits.ts'

const legal = {
  pattern: /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u,
  wanted: 'letters, digits, spaces and _ . : / = + - @',
}

/** Checks tags as AWS does those of SageMaker's resources and of ECR's repositories. Source of the limits: AWS's API models. */
export function checkTags(tags: Readonly<Record<string, string>>): void {
  const pairs = Object.entries(tags)
  checkCount('tags', pairs.length, { max: 50 })
  for (const [key, value] of pairs) {
    checkText('The tag', key, { min: 1, max: 128, ...legal })
    checkText(`The value of the tag ${key}`, value, { max: 256, ...legal })
    if (!/^aws:/i.test(key)) continue
    throw new ByoError(
      'invalid-option',
      `The tag "${key}" begins with "aws:", which AWS keeps for itself.`,
    )
  }
}
