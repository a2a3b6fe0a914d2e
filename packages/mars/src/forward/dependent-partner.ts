// Whether the second hinge of a pair adds something once the first is in, where rows have weights:
// the search then finds out by fits what a candidate gains, not which of its columns does it.
import { multiplyByFactor } from '../basis/term.ts'
import { orthogonalise } from '../linear-algebra/orthogonalise.ts'
import { centredSumOfSquares, divide, sumOfSquares } from '../linear-algebra/sums.ts'
import type { Rules } from '../rules/rules.ts'
import type { Candidate } from './candidate.ts'
import type { ForwardProblem, ForwardState } from './forward-state.ts'

/** The candidate as a single hinge if the other one of its pair would add nothing. */
export function withoutDependentPartner(
  candidate: Candidate,
  problem: ForwardProblem,
  state: ForwardState,
  rules: Rules,
): Candidate {
  const { parent, column, knot } = candidate
  if (knot === null || !candidate.newForm) return candidate
  const basis = state.live.map(({ ortho }) => ortho)
  const hinge = (dir: 1 | -1): Float64Array => {
    const values = Float64Array.from(parent.raw)
    multiplyByFactor(values, problem.design[column], dir, knot)
    return values
  }
  const first = hinge(1)
  orthogonalise(first, basis)
  divide(first, Math.sqrt(sumOfSquares(first)))
  const second = hinge(-1)
  const raw = sumOfSquares(second)
  const centred = centredSumOfSquares(second)
  const shadow = Float64Array.from(second)
  orthogonalise(second, [...basis, first])
  const dependent = rules.isCollinear({ raw, centred, rest: sumOfSquares(second) })
  return dependent ? { ...candidate, newForm: false, shadow } : candidate
}
