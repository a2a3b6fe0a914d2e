// The linear candidate: the predictor times its parent, beside the terms there are.
//
//   c = x_v b  orthogonalised against q₁ … q_m,   S = cᵀc,   gain L = Σ_r (y_rᵀc)²/S
import { centredSumOfSquares, dot, sumOfSquares } from '../../linear-algebra/sums.ts'
import type { Rules } from '../../rules/rules.ts'
import type { ForwardProblem, ForwardState, LiveTerm } from '../forward-state.ts'
import { normalise } from '../normalise.ts'
import { orthogonaliseByRules } from '../orthogonalise-by-rules.ts'

/** The orthonormal column of a linear candidate; its buffers are used again and again. */
export interface LinearCandidate {
  readonly ortho: Float64Array
  readonly along: Float64Array
  mean: number
  /** Whether the column adds something; if not, the other members mean nothing. */
  newForm: boolean
  gain: number
}

/** An empty candidate for a problem. */
export function emptyLinearCandidate(problem: ForwardProblem): LinearCandidate {
  return {
    ortho: problem.memory.float64(problem.rows),
    along: new Float64Array(problem.targets.length),
    mean: 0,
    newForm: false,
    gain: 0,
  }
}

/** Makes it a candidate that adds nothing. */
export function emptyOut(candidate: LinearCandidate): void {
  candidate.gain = 0
  candidate.newForm = false
}

/**
 * Fills in the linear candidate of a parent and a predictor; whether it adds something is found out where it
 * is not known.
 */
export function fillLinearCandidate(
  candidate: LinearCandidate,
  problem: ForwardProblem,
  state: ForwardState,
  rules: Rules,
  pair: { readonly parent: LiveTerm; readonly column: number },
  isNew = false,
): void {
  emptyOut(candidate)
  if (!isNew && isKnownForm(state, rules, pair.parent, pair.column)) return

  const { ortho, along } = candidate
  const b = pair.parent.raw
  const x = problem.design[pair.column]
  for (let i = 0; i < ortho.length; i += 1) ortho[i] = x[i] * b[i]
  const raw = isNew ? 0 : sumOfSquares(ortho)
  const centred = isNew ? 0 : centredSum(ortho, raw, problem)
  const basis = state.live.map((each) => each.ortho)
  const [{ rest }] = orthogonaliseByRules([ortho], basis, rules)
  if (!isNew && rules.isCollinear({ raw, centred, rest: rest * rest })) return

  candidate.newForm = true
  const mean = normalise(ortho, rest, rules)
  candidate.mean = problem.constant ? 0 : mean
  for (const [r, y] of problem.targets.entries()) {
    along[r] = dot(y, ortho)
    candidate.gain += along[r] * along[r]
  }
}

/** The sum of squares of a column beside the constant. */
function centredSum(column: Float64Array, raw: number, { constant, rows }: ForwardProblem): number {
  return constant ? raw - dot(column, constant) ** 2 / rows : centredSumOfSquares(column)
}

/** Whether, going by the variables alone, the candidate's form is in the model already. */
export function isKnownForm(
  state: ForwardState,
  rules: Rules,
  parent: LiveTerm,
  column: number,
): boolean {
  const terms = state.live.slice(1)
  const same = (each: LiveTerm): boolean =>
    each.term.dirs.every((dir, v) => (dir !== 0) === (v === column || parent.term.dirs[v] !== 0))
  switch (rules.knownFormWhen) {
    case 'every-term-has-it':
      return terms.length > 0 && terms.every(same)
    case 'some-term-has-it':
      return terms.some(same)
    case 'never':
      return false
  }
}
