import type { DescribeHyperParameterTuningJobResponse } from '@aws-sdk/client-sagemaker'
import { parseRanges } from './parameter-ranges.ts'
import type { TuningRanges } from './ranges.ts'
import type { TuningObjective } from './tuning-options.ts'

/** The trainings that a tuning job tries: one as a rule, several when it compares algorithms. */
function definitionsOf(job: DescribeHyperParameterTuningJobResponse) {
  return job.TrainingJobDefinition
    ? [job.TrainingJobDefinition]
    : (job.TrainingJobDefinitions ?? [])
}

/** The ranges of all trainings. */
export function readRanges(job: DescribeHyperParameterTuningJobResponse): TuningRanges {
  const all = [
    job.HyperParameterTuningJobConfig?.ParameterRanges,
    ...definitionsOf(job).map(({ HyperParameterRanges }) => HyperParameterRanges),
  ]
  return Object.assign({}, ...all.map(parseRanges))
}

/** The objective, and how it is found in the log. */
export function readObjective(job: DescribeHyperParameterTuningJobResponse): TuningObjective {
  const definitions = definitionsOf(job)
  const { MetricName: metric = '', Type: goal = 'Minimize' } =
    job.HyperParameterTuningJobConfig?.HyperParameterTuningJobObjective ??
    definitions[0]?.TuningObjective ??
    {}
  const pattern = definitions
    .flatMap(({ AlgorithmSpecification }) => AlgorithmSpecification?.MetricDefinitions ?? [])
    .find(({ Name }) => Name === metric)?.Regex
  return { metric, goal, pattern }
}
