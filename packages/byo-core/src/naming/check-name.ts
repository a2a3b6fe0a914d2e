import { ByoError } from '../errors.ts'

/** Legal names of jobs, models, endpoint configs and endpoints. Source: AWS's API model. */
const namePattern = /^[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}$/

/** Of all names but those of tuning jobs. */
const maxNameLength = 63

/** Of the names of tuning jobs, which those of their trials begin with. Source: AWS's API model. */
export const maxTuningNameLength = 32

/** The name as it is; an `invalid-option` error when SageMaker would refuse it. */
export function checkName(what: string, name: string, maxLength: number = maxNameLength): string {
  if (name.length > maxLength) {
    throw new ByoError(
      'invalid-option',
      `The ${what} name "${name}" has ${name.length} characters; SageMaker takes at most ${maxLength}.`,
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
