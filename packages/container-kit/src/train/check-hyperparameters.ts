import type { StandardSchemaV1 } from '@standard-schema/spec'
import { ContainerError } from '../errors.ts'
import { decodeValue } from './decode-value.ts'

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
    asValues.issues.map((issue) => describeIssue(issue, sent)).join('; '),
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
  if (name === undefined) return `hyperparameters: ${issue.message}`
  const value = Object.hasOwn(sent, name) ? `is ${shown(name, sent[name]!)}` : 'is missing'
  return `hyperparameter ${name} ${value}: ${issue.message}`
}

/** The failure reason is shown to everyone who may describe the job, so secrets stay out of it. */
function shown(name: string, value: string): string {
  if (/secret|password|passwd|token|credential|api_?key/i.test(name)) return '(hidden)'
  return JSON.stringify(value.length > 100 ? `${value.slice(0, 100)}…` : value)
}
