// What a model is told of each trial, in numbers of mean 0 and deviation 1.
//
// - Losses that are far worse than most would take all of a scale: above median + 5 (median − best) they are cut.
// - Losses of one source are brought to mean 0 and deviation 1 by themselves: on other data the same points may be better
//   and worse in the same order, at another level.
// - A trial that failed counts as the worst of them, so that the search keeps away from there.
// - A trial that runs counts as average until it is known better: a constant liar (Ginsbourger, Le Riche & Carraro, 2010).
//   Its place is then known and holds no promise, and parallel trials spread.
import type { Trial } from './parameter-range.ts'

const mostBelowMedian = 5

/** A loss for each trial. */
export function knownLosses(trials: readonly Trial[]): Float64Array {
  const sources = new Map<string | undefined, number[]>()
  for (const { source, loss } of trials) {
    if (loss !== undefined) sources.set(source, [...(sources.get(source) ?? []), loss])
  }
  const scales = new Map([...sources].map(([source, losses]) => [source, scaleOf(losses)]))
  const scaled = trials.map(({ loss, source }) =>
    loss === undefined ? undefined : scales.get(source)?.(loss),
  )
  const worst = Math.max(0, ...scaled.filter((loss) => loss !== undefined))
  return Float64Array.from(scaled, (loss, i) => loss ?? (trials[i]?.state === 'failed' ? worst : 0))
}

/** What brings losses to mean 0 and deviation 1. */
function scaleOf(losses: readonly number[]): (loss: number) => number {
  const sorted = [...losses].sort((a, b) => a - b)
  const best = sorted[0] as number
  const median = sorted[Math.floor(sorted.length / 2)] as number
  const limit =
    median > best ? median + mostBelowMedian * (median - best) : Number.POSITIVE_INFINITY
  const cut = losses.map((loss) => Math.min(loss, limit))
  const mean = cut.reduce((sum, loss) => sum + loss, 0) / cut.length
  const variance = cut.reduce((sum, loss) => sum + (loss - mean) ** 2, 0) / cut.length
  const deviation = Math.sqrt(variance) || 1
  return (loss) => (Math.min(loss, limit) - mean) / deviation
}
