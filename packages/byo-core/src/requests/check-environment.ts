import { checkCount, checkText } from './check-limits.ts'

/** What each operation's model allows. */
export interface EnvironmentLimits {
  /** @defaultValue 100 */
  readonly maxCount?: number
  /** Of names, and of values unless these have a limit of their own. */
  readonly maxLength: number
  readonly maxValueLength?: number
}

/** Throws unless a container can be given these variables. Source of the limits: AWS's API model. */
export function checkEnvironment(
  variables: Readonly<Record<string, string>>,
  { maxCount = 100, maxLength, maxValueLength = maxLength }: EnvironmentLimits,
): void {
  const entries = Object.entries(variables)
  checkCount('environment variables', entries.length, { max: maxCount })
  for (const [name, value] of entries) {
    checkText('The environment variable', name, {
      max: maxLength,
      pattern: /^[a-zA-Z_][a-zA-Z0-9_]*$/,
      wanted: 'letters, digits and _, with no digit at the front',
    })
    checkText(`The value of the environment variable ${name}`, value, { max: maxValueLength })
  }
}
