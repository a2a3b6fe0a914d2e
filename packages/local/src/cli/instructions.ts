import type { LocalSageMaker } from '../start-local.ts'

/** Tells people how to point their AWS clients here. */
export function formatInstructions({ endpoint, env }: LocalSageMaker): string {
  const exports = Object.entries(env).map(([name, value]) => `export ${name}=${value}`)
  return `SageMaker is at ${endpoint}

To point boto3, the AWS CLI and any AWS SDK at it:

${exports.join('\n')}

Ctrl-C stops it.
`
}

/** Tells programs the same, in one line. */
export function formatJson({ endpoint, env }: LocalSageMaker): string {
  return `${JSON.stringify({ endpoint, env })}\n`
}
