import type { StandardSchemaV1 } from '@standard-schema/spec'
import { ByoError } from '../errors.ts'
import { formatHyperparameters } from './hyperparameters.ts'
import { readAsContainer, valueOfText } from './read-as-container.ts'
import type { TrainingOptions } from './training-options.ts'

/**
 * Throws one `invalid-option` error with every problem when the container's schema would refuse what is sent.
 * It is run as the container runs it: on the texts first, then once more with the values that refused texts
 * stand for.
 */
export async function checkHyperparameters({
  hyperparameterSchema: schema,
  hyperparameters,
}: Pick<
  TrainingOptions<StandardSchemaV1>,
  'hyperparameterSchema' | 'hyperparameters'
>): Promise<void> {
  if (schema === undefined) return
  const texts = readAsContainer(formatHyperparameters(hyperparameters ?? {}))
  const { issues: ofTexts } = await schema['~standard'].validate(texts)
  if (ofTexts === undefined) return

  const refused = new Set(ofTexts.map((issue) => pathOf(issue)[0]))
  const values = Object.entries(texts).map(([name, text]) => {
    const found = refused.has(name) ? valueOfText(text) : undefined
    return [name, found === undefined ? text : found.value]
  })
  const { issues } = await schema['~standard'].validate(Object.fromEntries(values))
  if (issues === undefined) return
  throw new ByoError(
    'invalid-option',
    `The hyperparameters do not fit their schema:\n${issues.map(lineOf).join('\n')}`,
  )
}

/** Such as `knots.0: Expected a number`. */
function lineOf(issue: StandardSchemaV1.Issue): string {
  const path = pathOf(issue)
  return path.length === 0 ? `  ${issue.message}` : `  ${path.join('.')}: ${issue.message}`
}

function pathOf({ path = [] }: StandardSchemaV1.Issue): string[] {
  return path.map((step) => String(typeof step === 'object' ? step.key : step))
}
