// SageMaker's early stopping (Stop Training Jobs Early, in its developer guide; Golovin et al., Google Vizier, 2017, 3.2).
//
// After each epoch e of a training job, the objective of which is yₑ: of each job before it the running average of the
// objective up to e is taken; if yₑ is worse than the median of these averages, the job is stopped. An epoch is a value of
// the objective in the log. Jobs that have not come to epoch e have no average there.
//
// From how many jobs on a median means something is not documented: we want three.

const leastJobs = 3

/**
 * Whether a training job is to be stopped.
 *
 * @param losses - What it has lost after each epoch.
 * @param others - The same of the jobs before it.
 */
export function isWorseThanMedian(
  losses: readonly number[],
  others: readonly (readonly number[])[],
): boolean {
  const epochs = losses.length
  const averages = others
    .filter((other) => other.length >= epochs)
    .map((other) => other.slice(0, epochs).reduce((sum, loss) => sum + loss, 0) / epochs)
  if (epochs === 0 || averages.length < leastJobs) return false
  return (losses[epochs - 1] as number) > median(averages)
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const half = Math.floor(sorted.length / 2)
  if (sorted.length % 2 === 1) return sorted[half] as number
  return ((sorted[half - 1] as number) + (sorted[half] as number)) / 2
}
