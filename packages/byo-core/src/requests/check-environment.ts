import { checkCount, checkText } from './check-limits.ts'

/** The limit of each operation's model on the length of names and values. */
export interface EnvironmentLimits {
  readonly maxLength: number
}

const maxCount = 100

/** Throws unless a container can be given these variables. Source of the limits: AWS's API model. */
export function checkEnvironment(
  variables: Readonly<Record<string, string>>,
  { maxLength }: EnvironmentLimits,
): void {
  const entries = Object.entries(variables)
  checkCount('environment variables', entries.length, { max: maxCount })
  for (const [name, value] of entries) {
    checkText('The environment variable', name, {
      max: maxLength,
      pattern: /^[a-zA-Z_][a-zA-Z0-9_]*$/,
      wanted: 'letters, digits and _, with no digit at the front',
    })
    checkText(`The value of the environment variable ${name}`, value, { max: maxLength })
  }
}
