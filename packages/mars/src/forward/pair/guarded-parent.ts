// Missing values: a predictor v may have a guard g, the design column that is 1 where v is missing. A
// factor of v says nothing there, so that every term with one has the factor 1 − x_g too:
//
//   b · (1 − x_g) · factor(x_v)          in place of        b · factor(x_v)
//
// 1 − x_g is the hinge max(0, 1 − x_g), dir −1 with cut 1. As py-earth's missingness terms.
import { multiplyByFactor, withFactor } from '../../basis/term.ts'
import type { ForwardProblem, LiveTerm } from '../forward-state.ts'

/**
 * The parent under which a predictor is searched: the parent itself where there is no guard or it has
 * the factor already, else the parent times 1 − x_g, still by the parent's slot; null where the parent
 * has the factor x_g, for the product would be 0.
 */
export function guardedParent(
  problem: ForwardProblem,
  parent: LiveTerm,
  column: number,
): LiveTerm | null {
  const guard = problem.guards[column]
  if (guard === -1 || parent.term.dirs[guard] === -1) return parent
  if (parent.term.dirs[guard] !== 0) return null
  const raw = Float64Array.from(parent.raw)
  multiplyByFactor(raw, problem.design[guard], -1, 1)
  return { ...parent, raw, term: withFactor(parent.term, guard, -1, 1) }
}
