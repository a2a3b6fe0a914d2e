import { ByoError } from '../errors.ts'

/** Of SageMaker's resources and of ECR's repositories. Source: AWS's API models. */
const maxTags = 50
const maxKeyLength = 128
const maxValueLength = 256
const characters = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u

/** Checks number, lengths and characters of tags, as AWS does. */
export function checkTags(tags: Readonly<Record<string, string>>): void {
  const pairs = Object.entries(tags)
  if (pairs.length > maxTags) {
    throw invalid(`There are ${pairs.length} tags; AWS takes at most ${maxTags} on a resource`)
  }
  for (const [key, value] of pairs) {
    if (key === '' || key.length > maxKeyLength) {
      throw invalid(
        `The tag key "${key}" has ${key.length} characters; AWS takes 1 to ${maxKeyLength}`,
      )
    }
    if (/^aws:/i.test(key)) {
      throw invalid(`The tag key "${key}" begins with "aws:", which AWS keeps for itself`)
    }
    if (value.length > maxValueLength) {
      throw invalid(
        `The value of the tag "${key}" has ${value.length} characters; AWS takes at most ${maxValueLength}`,
      )
    }
    const odd = [key, value].find((text) => !characters.test(text))
    if (odd !== undefined) {
      throw invalid(
        `The tag text "${odd}" may have letters, digits, spaces and _ . : / = + - @ only`,
      )
    }
  }
}

function invalid(sentence: string): ByoError {
  return new ByoError('invalid-option', `${sentence}.`)
}
