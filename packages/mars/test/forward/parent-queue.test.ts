import { describe, expect, it } from 'vitest'
import { forwardProblem } from '../../src/forward/forward-problem.ts'
import { addDeadSlot, addTerm, initialState } from '../../src/forward/forward-state.ts'
import { allParents, fastParents } from '../../src/forward/parent-queue.ts'
import { ownRules } from '../../src/rules/own.ts'

describe('all parents', () => {
  it('are the live terms below the degree, in order of creation', () => {
    const state = intercept()
    add(state, 1)
    addDeadSlot(state.state)
    expect(slots(allParents(2).parents(state.state))).toEqual([0, 1])
    expect(slots(allParents(1).parents(state.state))).toEqual([0])
  })
})

describe("earth's queue", () => {
  it('lags behind the slots where a step added a single term', () => {
    const state = intercept()
    const queue = fastParents(2, 0, 1, 1)
    queue.adding(state.state, 1)
    add(state, 1)
    addDeadSlot(state.state)
    expect(slots(queue.parents(state.state))).toEqual([1, 0])

    queue.adding(state.state, 2)
    add(state, 1)
    add(state, -1)
    // Two more entries stand for slots 2 (dead) and 3; slot 4 has to wait.
    expect(slots(queue.parents(state.state)).sort()).toEqual([0, 1, 3])
  })

  it('gives no more than fastK parents, and at least three places', () => {
    const state = intercept()
    const queue = fastParents(2, 1, 0, 1)
    queue.adding(state.state, 2)
    add(state, 1)
    add(state, -1)
    queue.adding(state.state, 2)
    add(state, 1)
    add(state, -1)
    expect(queue.parents(state.state)).toHaveLength(3)
  })

  it('puts the parent that did better first once both were searched', () => {
    const state = intercept()
    const queue = fastParents(2, 0, 0, 1)
    queue.adding(state.state, 2)
    add(state, 1)
    add(state, -1)
    const parents = queue.parents(state.state)
    queue.searched(
      state.state,
      parents,
      parents.map(({ slot }) => [3, 1, 2][slot]),
    )
    queue.adding(state.state, 0)
    expect(slots(queue.parents(state.state))).toEqual([0, 2, 1])
  })
})

/** A state with the intercept alone. */
function intercept() {
  const x = Float64Array.of(1, 2, 3, 4, 5, 6)
  const y = Float64Array.of(1, 0, 2, 5, 3, 4)
  const { problem } = forwardProblem(
    { design: [x], responses: [y], sqrtWeights: null, observations: 6 },
    ownRules,
    false,
  )
  return { problem, state: initialState(problem, ownRules) }
}

/** Adds a hinge to the intercept. */
function add({ problem, state }: ReturnType<typeof intercept>, dir: number): void {
  addTerm(state, problem, ownRules, state.live[0], { column: 0, dir, cut: 3 })
}

/** The slots of terms. */
function slots(terms: readonly { readonly slot: number }[]): number[] {
  return terms.map(({ slot }) => slot)
}
