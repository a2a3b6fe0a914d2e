import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { forwardProblem } from '../../../src/forward/forward-problem.ts'
import { addTerm, type ForwardState, initialState } from '../../../src/forward/forward-state.ts'
import { createGuardedPairSearch } from '../../../src/forward/pair/guarded-pair-search.ts'
import { guardedParent } from '../../../src/forward/pair/guarded-parent.ts'
import type { PairAnswer } from '../../../src/forward/pair/pair-answer.ts'
import { createPairSearch } from '../../../src/forward/pair/pair-search.ts'
import { positives } from '../../../src/linear-algebra/sums.ts'
import { ownRules } from '../../../src/rules/own.ts'
import { lehmer } from '../../oracles/random-table.ts'
import { residualSum } from '../../oracles/residual-sum.ts'
import { expectClose } from '../../reference/close-to.ts'

const rows = 40
const spans = { start: 1, minspan: 1, endspan: 1 }
const rules = {
  ...ownRules,
  gainLimit: () => Number.POSITIVE_INFINITY,
  leastHingeShare: () => 1e-3,
}
const worth = (gain: number): number => gain

/** Columns x, missing(x) and z of random numbers, x by so much away from 0; and a response. */
function columnsOf(seed: number, shift: number): readonly Float64Array[] {
  const random = lehmer(seed)
  const missing = Float64Array.from({ length: rows }, () => Number(random() < 0.3))
  const x = missing.map((gone) => (gone ? 0.5 : random()) + shift)
  const z = Float64Array.from({ length: rows }, random)
  const y = x.map(
    (value, i) => (missing[i] ? 2 : 6 * Math.abs(value - shift - 0.4)) + z[i] + random(),
  )
  return [x, missing, z, y]
}

/** What the search finds of x under a term beside others, and what fitting finds. */
function searched(
  columns: readonly Float64Array[],
  others: readonly (readonly [column: number, dir: number, cut: number])[] = [],
  under = others.length,
): {
  readonly answer: PairAnswer
  readonly gains: ReadonlyMap<number | null, number>
  readonly least: number
} {
  const [x, missing, z, y] = columns
  const guards = Int32Array.of(1, -1, -1)
  const { problem } = forwardProblem(
    { design: [x, missing, z], responses: [y], sqrtWeights: null, observations: y.length },
    ownRules,
    false,
    guards,
  )
  const state: ForwardState = initialState(problem, ownRules)
  for (const [column, dir, cut] of others) {
    addTerm(state, problem, ownRules, state.live[0], { column, dir, cut })
  }
  const parent = guardedParent(problem, state.live[under], 0)
  if (parent === null) throw new Error('there is no parent')
  const search = createGuardedPairSearch(problem, rules, createPairSearch(problem, rules))
  const answer = search(state, {
    parent,
    column: 0,
    spans,
    eligible: positives(parent.raw),
    knots: true,
    handicap: 1,
    within: null,
    toBeat: 0,
    worth,
  })

  const terms = state.live.map(({ raw }) => raw)
  const rss = (added: readonly ((value: number) => number)[]): number =>
    residualSum([...terms, ...added.map((f) => x.map((value, i) => f(value) * parent.raw[i]))], y)
  const gains = new Map<number | null, number>([[null, rss([]) - rss([(value) => value])]])
  for (const knot of x) {
    const [above, below] = [
      (value: number) => Math.max(0, value - knot),
      (value: number) => Math.max(0, knot - value),
    ]
    gains.set(knot, rss([]) - rss([above, below]))
  }
  // Knots that are surely tried: with rows on both sides, one of them just above, and with something left
  // of the hinge.
  const ascending = [...x.keys()].sort((a, b) => x[a] - x[b] || a - b)
  const tried = [...x].filter((knot) => {
    const beside = (f: (value: number) => number) => x.map((value, i) => f(value) * parent.raw[i])
    const line = beside((value) => value - knot)
    const hinge = beside((value) => Math.max(0, value - knot))
    const next = ascending.find((row) => x[row] > knot)
    if (next === undefined || parent.raw[next] === 0) return false
    const above = x.filter((value, i) => value > knot && parent.raw[i] > 0).length
    const below = x.filter((value, i) => value <= knot && parent.raw[i] > 0).length
    return (
      above > 1 && below > 2 && left(line, terms) > 1e-3 && left(hinge, [...terms, line]) > 2e-3
    )
  })
  return { answer, gains, least: Math.max(0, ...tried.map((knot) => gains.get(knot) ?? 0)) }
}

/** What is left of a column beside others, as a share of its sum of squares. */
function left(column: Float64Array, others: readonly Float64Array[]): number {
  return residualSum(others, column) / residualSum([new Float64Array(rows).fill(1)], column)
}

describe('the search under a guarded parent', () => {
  const tables = fc.tuple(
    fc.integer({ min: 1, max: 1e6 }).map((seed) => 2 * seed + 1),
    fc.constantFrom(0, -0.5, 2000),
  )

  it.each([
    ['the intercept', []],
    ['another term', [[2, 1, 0.2]]],
    [
      'several terms',
      [
        [2, -1, 0.6],
        [2, 1, 0.3],
      ],
    ],
  ] satisfies [string, Parameters<typeof searched>[1]][])(
    'finds the gain that fitting both hinges has, beside %s',
    (_, others) => {
      let knots = 0
      fc.assert(
        fc.property(tables, ([seed, shift]) => {
          const { answer, gains, least } = searched(columnsOf(seed, shift), others)
          expectClose([answer.gain], [gains.get(answer.knot) ?? Number.NaN], 1e-6)
          if (answer.knot !== null) knots += 1
          expect(answer.gain).toBeLessThanOrEqual(Math.max(...gains.values()) * (1 + 1e-6))
          // The best may be a hinge of which hardly anything is left, and which is not tried.
          expect(answer.gain).toBeGreaterThanOrEqual(least * (1 - 1e-6))
        }),
        { numRuns: 60 },
      )
      expect(knots).toBeGreaterThan(30)
    },
  )

  it('finds it where the terms span the guarded parent, too', () => {
    fc.assert(
      fc.property(tables, ([seed, shift]) => {
        const { answer, gains } = searched(columnsOf(seed, shift), [[1, 2, 0]], 0)
        expectClose([answer.gain], [gains.get(answer.knot) ?? Number.NaN], 1e-6)
      }),
      { numRuns: 30 },
    )
  })

  it('finds the same pair wherever the zero of the predictor lies', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), (seed) => {
        const [near, far] = [0, 4096].map((shift) => searched(columnsOf(seed, shift)).answer)
        if (near.knot === null || far.knot === null) return
        expectClose([far.gain], [near.gain], 1e-6)
        expect(far.knot - 4096).toBeCloseTo(near.knot, 9)
      }),
      { numRuns: 60 },
    )
  })
})
