// The backward pass, Friedman (1991), Algorithm 3: of the subsets on the way from all forward terms
// to the intercept, the one with the least GCV.
import { type GcvCost, gcv } from '../criteria/gcv.ts'
import type { Rules } from '../rules/rules.ts'
import { staleSubsetPath } from './stale-first-step.ts'
import { type SubsetPath, subsetPath } from './subset-path.ts'

/** What the backward pass is given. */
export interface BackwardInput {
  /** Forward terms × rows. */
  readonly columns: readonly Float64Array[]
  /** Those that were live when the last forward step began. */
  readonly columnsBeforeLastStep: readonly Float64Array[]
  readonly responses: readonly Float64Array[]
}

/** What the backward pass is told. */
export interface BackwardSettings {
  readonly rules: Rules
  readonly penalty: number
  readonly pmethod: 'backward' | 'none'
  /** Most terms; Infinity where there is no bound. */
  readonly nprune: number
}

/** The terms that stay, and how good they are. */
export interface Pruned {
  /** Ascending. */
  readonly selected: readonly number[]
  readonly rss: number
  readonly gcv: number
}

/** Chooses which of the forward terms stay. */
export function backwardPass(input: BackwardInput, settings: BackwardSettings): Pruned {
  const { columns, responses } = input
  const { rules } = settings
  const stale = rules.firstPruneIsStale && settings.pmethod === 'backward'
  const path = stale
    ? staleSubsetPath(columns, input.columnsBeforeLastStep, responses)
    : subsetPath(columns, responses, rules.keepsBestSubsets(responses.length, columns.length))
  const cost: GcvCost = {
    rows: responses[0].length,
    penalty: settings.penalty,
    whenUsedUp: rules.gcvWhenUsedUp,
  }
  const gcvs = path.rss.map((rss, index) => gcv(rss, index + 1, cost))
  const size = chosenSize(path, gcvs, settings)
  return { selected: path.members[size - 1], rss: path.rss[size - 1], gcv: gcvs[size - 1] }
}

/** How many terms stay. */
function chosenSize(path: SubsetPath, gcvs: readonly number[], settings: BackwardSettings): number {
  const { rules } = settings
  const most = Math.min(path.rss.length, settings.nprune)
  if (settings.pmethod === 'none') return most
  const allowed = gcvs.slice(0, most)
  const least = Math.min(...allowed)
  return (rules.onEqualGcv === 'smaller' ? allowed.indexOf(least) : allowed.lastIndexOf(least)) + 1
}
