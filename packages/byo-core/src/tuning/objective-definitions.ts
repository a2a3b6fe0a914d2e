import { ByoError } from '../errors.ts'
import { checkCount, checkText } from '../requests/check-limits.ts'
import type { TuningSettings } from './tuning-job-spec.ts'

/** Of a tuning job; a training job may have 40. Source: AWS's documentation of its limits. */
const maxMetrics = 20

/** The metrics to find in the log of a trial, among them the objective. */
export function objectiveDefinitions({
  objective,
  training,
  sdkOptions,
}: TuningSettings): Readonly<Record<string, string | RegExp>> | undefined {
  const { metric, goal, pattern } = objective
  checkText('The objective', metric, { min: 1, max: 255, pattern: /^.+$/, wanted: 'one line' })
  if (goal !== 'Minimize' && goal !== 'Maximize') {
    throw invalid(`The goal of the objective is "${goal}": give 'Minimize' or 'Maximize'.`)
  }
  const definitions = training.metricDefinitions ?? {}
  const defined = Object.hasOwn(definitions, metric) ? definitions[metric] : undefined
  if (pattern !== undefined && defined !== undefined) {
    throw invalid(
      `The metric "${metric}" has a pattern in the objective and one in metricDefinitions: leave out one of the two.`,
    )
  }
  const found = pattern ?? defined
  if (found === undefined) {
    // The extras are not checked, and may be for an algorithm that knows the metric by itself.
    const { AlgorithmSpecification: own } = sdkOptions?.TrainingJobDefinition ?? {}
    if (own?.MetricDefinitions ?? own?.AlgorithmName) return training.metricDefinitions
    throw invalid(
      `Nothing says how to find the metric "${metric}" in a trial's log: give the objective a pattern, such as /${metric.replace(/\W/g, '.')}=([-+.\\deE]+)/.`,
    )
  }
  checkGroup(metric, found)
  const all = { ...definitions, [metric]: found }
  checkCount('metric definitions of a tuning job', Object.keys(all).length, { max: maxMetrics })
  return all
}

/** Without a group there is no value, which would come out only after the first trials. */
function checkGroup(metric: string, pattern: string | RegExp): void {
  const source = typeof pattern === 'string' ? pattern : pattern.source
  const groups = countGroups(source)
  if (groups === 0) {
    throw invalid(
      `The pattern /${source}/ of the metric "${metric}" has no group: put the value in parentheses.`,
    )
  }
}

/** Undefined for an expression that is none of JavaScript's, and may be one of SageMaker's all the same. */
function countGroups(source: string): number | undefined {
  try {
    const match = new RegExp(`${source}|`).exec('')
    return match === null ? undefined : match.length - 1
  } catch {
    return undefined
  }
}

function invalid(message: string): ByoError {
  return new ByoError('invalid-option', message)
}
