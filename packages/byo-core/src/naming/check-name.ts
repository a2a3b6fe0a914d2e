import { ByoError } from '../errors.ts'

/** Legal names of jobs, models, endpoint configs and endpoints. Source: AWS's API model. */
const namePattern = /^[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}$/

/** The name as it is; an `invalid-option` error when SageMaker would refuse it. */
export function checkName(what: string, name: string): string {
  if (name.length > 63) {
    throw new ByoError(
      'invalid-option',
      `The ${what} name "${name}" has ${name.length} characters; SageMaker takes at most 63.`,
    )
  }
  if (!namePattern.test(name)) {
    throw new ByoError(
      'invalid-option',
      `The ${what} name "${name}" is not legal: use letters, digits and hyphens, with a letter or digit at both ends.`,
    )
  }
  return name
}
