import type { StandardSchemaV1 } from '@standard-schema/spec'
import { ContainerError } from '../errors.ts'
import { decodeValue } from './decode-value.ts'
import { isSecret } from './is-secret.ts'

/**
 * Returns hyperparameters as a schema wants them. The schema sees the text of each first; those that it refuses
 * as text it sees again as the value that the text stands for. So `v.number()` takes `"2"` and `v.string()` keeps
 * `"001"`.
 *
 * @throws ContainerError with code `hyperparameters` that names each wrong one, the value sent and what was expected.
 */
export async function checkHyperparameters<Output>(
  sent: Readonly<Record<string, string>>,
  schema: StandardSchemaV1<unknown, Output>,
): Promise<Output> {
  const asText = await schema['~standard'].validate(sent)
  if (asText.issues === undefined) return asText.value

  const decoded: [string, unknown][] = Object.entries(sent).map(([name, text]) => {
    const refused = asText.issues.some((issue) => nameOf(issue) === name)
    const other = refused ? decodeValue(text) : undefined
    return [name, other === undefined ? text : other.value]
  })
  const asValues = await schema['~standard'].validate(Object.fromEntries(decoded))
  if (asValues.issues === undefined) return asValues.value
  throw new ContainerError(
    'hyperparameters',
    asValues.issues.map((issue) => describeIssue(issue, sent)).join(' '),
  )
}

/** The hyperparameter that an issue is about; undefined if it is about all of them together. */
function nameOf(issue: StandardSchemaV1.Issue): string | undefined {
  const [step] = issue.path ?? []
  return step === undefined ? undefined : String(typeof step === 'object' ? step.key : step)
}

function describeIssue(
  issue: StandardSchemaV1.Issue,
  sent: Readonly<Record<string, string>>,
): string {
  const name = nameOf(issue)
  const why = /[.!?]$/.test(issue.message) ? issue.message : `${issue.message}.`
  if (name === undefined) return `The hyperparameters are refused: ${why}`
  if (!Object.hasOwn(sent, name)) return `The hyperparameter ${name} is missing: ${why}`
  // The failure reason is shown to everyone who may describe the job, and schemas repeat the value in their words.
  if (isSecret(name, sent[name]!))
    return `The hyperparameter ${name} does not fit its schema (its value is hidden).`
  return `The hyperparameter ${name} is ${excerpt(sent[name]!)}: ${why}`
}

function excerpt(value: string): string {
  return JSON.stringify(value.length > 100 ? `${value.slice(0, 100)}…` : value)
}
