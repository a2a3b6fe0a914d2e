import type { Time } from '../resource.ts'
import type { TrainingJob } from './training-job.ts'

/** Returns a function that looks for the job's metrics in each line of its log; the last match of each counts. */
export function createMetricReader(job: TrainingJob): (line: string, time: Time) => void {
  const definitions = (job.request.AlgorithmSpecification.MetricDefinitions ?? []).map(
    (metric) => ({
      name: metric.Name,
      expression: new RegExp(metric.Regex),
    }),
  )
  return (line, time) => {
    for (const { name, expression } of definitions) {
      const text = expression.exec(line)?.[1]
      const value = Number(text)
      if (text !== undefined && text !== '' && !Number.isNaN(value)) {
        job.metrics = [
          ...job.metrics.filter((metric) => metric.name !== name),
          { name, value, time },
        ]
      }
    }
  }
}
