import type { Bench } from './bench.ts'
import { type Claim, type Outcome, pass } from './check.ts'
import { describeTrialEnd, type Trial, type TrialPlan, train, trained } from './trial.ts'

/** A claim that training goes well although something is otherwise than in the documentation's example. */
export interface Condition {
  readonly claim: Claim
  /** Makes it so. */
  readonly change: (plan: TrialPlan) => TrialPlan
  /** What the claim says beyond that training goes well. */
  readonly judge?: (trial: Trial) => Outcome
  /** What to do if it does not. */
  readonly remedy: string
}

/**
 * Tries conditions: all at once, because a training may take long, and each alone only if that does not go well.
 */
export async function checkConditions(
  bench: Bench,
  plan: TrialPlan,
  conditions: readonly Condition[],
): Promise<void> {
  let together: Trial | undefined
  for (const { claim, change, judge = () => pass('It trained.'), remedy } of conditions) {
    await bench.check(claim, async () => {
      together ??= await train(
        bench,
        conditions.reduce((all, { change }) => change(all), plan),
      )
      const trial = trained(together) ? together : await train(bench, change(plan))
      const outcome = trained(trial)
        ? judge(trial)
        : { outcome: 'fail' as const, seen: describeTrialEnd(trial) }
      return outcome.outcome === 'fail'
        ? { ...outcome, seen: `${outcome.seen.replace(/([^.!?…])$/, '$1.')} ${remedy}` }
        : outcome
    })
  }
}
