import { limits } from '../contract/limits.ts'
import { ContainerError } from '../errors.ts'
import { metricLine } from './metric-line.ts'

/**
 * What CreateTrainingJob wants to know of a metric, to find it in the log.
 *
 * @see SageMaker API, MetricDefinition
 * @public
 */
export interface MetricDefinition {
  /** The metric's name, at most 255 characters. */
  readonly Name: string
  /** Finds the metric's value, its first group, in a line; at most 500 characters. */
  readonly Regex: string
}

/**
 * Returns the metric definitions for CreateTrainingJob (`AlgorithmSpecification.MetricDefinitions`) and for tuning jobs that
 * match what `log.metric` prints.
 *
 * @param names - The names that `log.metric` is called with, without white space, 40 at most.
 * @throws ContainerError with code `usage` for names that SageMaker would refuse or could not tell apart.
 * @example
 * ```ts
 * import { metricDefinitions } from '@byo/container-kit'
 *
 * metricDefinitions(['loss', 'val:loss']) // [{ Name: 'loss', Regex: '(?:^|\\s)loss=(-?[0-9.]+…' }, …]
 * ```
 * @public
 */
export function metricDefinitions(names: readonly string[]): readonly MetricDefinition[] {
  if (names.length > limits.metricDefinitions) {
    throw refused(`${names.length} metrics are more than the ${limits.metricDefinitions} of a job`)
  }
  if (new Set(names).size < names.length) throw refused('two metrics have the same name')
  return names.map(definition)
}

function definition(name: string): MetricDefinition {
  // Refuses what log.metric would refuse.
  metricLine(name, 0)
  // After white space the name of one metric could be found at the end of another's.
  if (/\s/.test(name)) throw refused(`the name ${JSON.stringify(name)} has white space`)
  const Regex = `(?:^|\\s)${name.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')}=${numberPattern};`
  if (name.length > limits.metricNameChars || Regex.length > limits.metricRegexChars) {
    throw refused(`the name ${JSON.stringify(`${name.slice(0, 40)}…`)} is too long`)
  }
  return { Name: name, Regex }
}

function refused(why: string): ContainerError {
  return new ContainerError('usage', `There are no metric definitions: ${why}.`)
}

/** A finite number as log.metric writes it. */
const numberPattern = '(-?[0-9.]+(?:e[-+][0-9]+)?)'
