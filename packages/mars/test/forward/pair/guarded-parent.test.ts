import { describe, expect, it } from 'vitest'
import { forwardProblem } from '../../../src/forward/forward-problem.ts'
import { addTerm, type ForwardState, initialState } from '../../../src/forward/forward-state.ts'
import { guardedParent } from '../../../src/forward/pair/guarded-parent.ts'
import { ownRules } from '../../../src/rules/own.ts'

// Columns: x, missing(x), z.
const design = [
  [1, 2, 2, 3, 4],
  [0, 1, 0, 0, 1],
  [5, 3, 8, 1, 4],
].map((column) => Float64Array.from(column))
const guards = Int32Array.of(1, -1, -1)
const y = Float64Array.of(1, 3, 2, 5, 9)
const { problem } = forwardProblem(
  { design, responses: [y], sqrtWeights: null, observations: 5 },
  ownRules,
  false,
  guards,
)

/** The intercept and a term of one factor. */
function withTerm(column: number, dir: number, cut: number): ForwardState {
  const state = initialState(problem, ownRules)
  addTerm(state, problem, ownRules, state.live[0], { column, dir, cut })
  return state
}

describe('the parent of a predictor that may be missing', () => {
  it('is the parent itself where the predictor cannot be', () => {
    const state = withTerm(2, 1, 2)
    for (const parent of state.live) {
      expect(guardedParent(problem, parent, 2)).toBe(parent)
      expect(guardedParent(problem, parent, 1)).toBe(parent)
    }
  })

  it('gets the factor that is 0 where it is missing, in the same slot and of the same degree', () => {
    const [, parent] = withTerm(2, 1, 2).live
    const guarded = guardedParent(problem, parent, 0)
    expect(guarded).toMatchObject({ slot: 1, degree: 1 })
    expect(guarded?.term).toEqual({ dirs: [0, -1, 1], cuts: [0, 1, 2] })
    expect(guarded?.raw).toEqual(Float64Array.of(3, 0, 6, 0, 0))
    expect(parent.raw).toEqual(Float64Array.of(3, 1, 6, 0, 2))
  })

  it('is left as it is where it has that factor, and refused where it has the other', () => {
    const [, present] = withTerm(1, -1, 1).live
    const [, missing] = withTerm(1, 2, 0).live
    expect(guardedParent(problem, present, 0)).toBe(present)
    expect(guardedParent(problem, missing, 0)).toBeNull()
    expect(present.degree).toBe(0)
    expect(missing.degree).toBe(0)
  })
})
