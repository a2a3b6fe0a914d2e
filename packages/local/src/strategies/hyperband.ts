// Hyperband without waiting: training jobs are stopped as they run (Li et al., Hyperband, 2018; Li et al., A System for
// Massively Parallel Hyperparameter Tuning, 2020, as its stopping variant).
//
// A resource is a value of the objective in the log, such as one an epoch. With the least resource r, the most R and the
// factor η = 3 there are rungs at r, r η, r η², … below R. A job that comes to a rung goes on if its loss is among the best
// 1/η of all losses that jobs of its bracket have had at that rung; as long as fewer than η have come there, none is
// stopped. At R a job has had all and is stopped, as SageMaker documents; below r none is.
//
// Successive halving with a small r stops jobs that begin slowly. Hyperband therefore has brackets: bracket b begins at
// rung b, and gets a share of the jobs proportional to what synchronous Hyperband gives it,
//
//   n_b ∝ η^(B−b) (B + 1) / (B − b + 1),    b = 0 … B,    B the number of the last rung
//
// so that most jobs are judged early, and some late. Points are chosen at random.

/** The factor by which jobs get fewer and resources more from rung to rung. */
const factor = 3

/** How much of its resource a training job may use. */
export interface ResourceLimits {
  readonly min: number
  readonly max: number
}

/** What a training job has lost after each unit of its resource, and the bracket that it is in. */
export interface Progress {
  readonly losses: readonly number[]
  readonly bracket: number
}

/** The resources at which jobs are compared. */
export function rungsOf({ min, max }: ResourceLimits): readonly number[] {
  const rungs: number[] = []
  for (let rung = min; rung < max; rung *= factor) rungs.push(rung)
  return rungs
}

/** Chooses the bracket of a new job by a number from [0, 1). */
export function chooseBracket(limits: ResourceLimits, random: () => number): number {
  const last = Math.max(0, rungsOf(limits).length - 1)
  const shares = Array.from({ length: last + 1 }, (_, bracket) => {
    const left = last - bracket
    return (factor ** left * (last + 1)) / (left + 1)
  })
  let rest = random() * shares.reduce((sum, share) => sum + share, 0)
  for (const [bracket, share] of shares.entries()) {
    rest -= share
    if (rest < 0) return bracket
  }
  return last
}

/** Whether a job that has just had one more unit of its resource is to be stopped, compared with all others. */
export function isToStop(
  job: Progress,
  others: readonly Progress[],
  limits: ResourceLimits,
): boolean {
  const used = job.losses.length
  if (used >= limits.max) return true
  if (!rungsOf(limits).slice(job.bracket).includes(used)) return false
  const own = job.losses[used - 1] as number
  const there = others
    .filter(({ bracket, losses }) => bracket === job.bracket && losses.length >= used)
    .map(({ losses }) => losses[used - 1] as number)
  const count = there.length + 1
  if (count < factor) return false
  const better = there.filter((loss) => loss < own).length
  return better >= Math.floor(count / factor)
}
