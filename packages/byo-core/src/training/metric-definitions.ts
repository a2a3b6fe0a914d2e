import type { MetricDefinition } from '@aws-sdk/client-sagemaker'
import { ByoError } from '../errors.ts'
import { checkCount, checkText } from '../requests/check-limits.ts'

/** The metrics that SageMaker is to find in the log. Source of the limits: AWS's API model. */
export function formatMetricDefinitions(
  definitions: Readonly<Record<string, string | RegExp>>,
): MetricDefinition[] {
  const entries = Object.entries(definitions)
  checkCount('metric definitions', entries.length, { max: 40 })
  return entries.map(([Name, expression]) => {
    checkText('The metric name', Name, { min: 1, max: 255, pattern: /^.+$/, wanted: 'one line' })
    const Regex = textOf(Name, expression)
    const what = `The expression of the metric "${Name}",`
    checkText(what, Regex, { min: 1, max: 500, pattern: /^.+$/, wanted: 'one line' })
    return { Name, Regex }
  })
}

function textOf(name: string, expression: string | RegExp): string {
  if (typeof expression === 'string') return expression
  if (expression.flags === '') return expression.source
  throw new ByoError(
    'invalid-option',
    `The expression ${expression} of the metric "${name}" has the flags "${expression.flags}", and SageMaker knows none: write it without.`,
  )
}
