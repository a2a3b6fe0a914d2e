import { AwsError } from '../../errors.ts'
import { readInput } from '../../validation/validate-input.ts'

/**
 * Returns the members of an input that AWS's API model knows, all of them within its constraints.
 *
 * @throws AwsError `SerializationException` for a value of the wrong JSON type, and ECR's own
 *   `InvalidParameterException` for the first constraint that is broken.
 */
export function validateEcrInput(operation: string, input: unknown): Record<string, unknown> {
  const { known, problems } = readInput(operation, input)
  const [first] = problems
  if (first !== undefined) throw invalidParameter(first.path, inEcrsWords(first.constraint))
  return known
}

/** ECR's answer to a parameter that it does not take. */
export function invalidParameter(name: string, constraint: string): AwsError {
  return new AwsError(
    'InvalidParameterException',
    `Invalid parameter at '${name}' failed to satisfy constraint: '${constraint}'`,
  )
}

/** ECR leaves out the noun before the constraint and quotes patterns. */
function inEcrsWords(constraint: string): string {
  return constraint
    .replace(/^Member must/, 'must')
    .replace(
      /^must satisfy regular expression pattern: (.*)$/,
      "must satisfy regular expression '$1'",
    )
}
