import { describe, expect, it } from 'vitest'
import { termName } from '../../src/basis/term-name.ts'
import { termOrder } from '../../src/summary/term-order.ts'

const columns = ['a', 'b', 'c', 'd', 'e'].map((name) => ({ name, indicator: false }))

/** The terms' names in an order; each term is a list of column, dir, cut. */
function ordered(
  given: readonly (readonly (readonly [number, number, number])[])[],
  decomp: 'anova' | 'none' = 'anova',
): readonly string[] {
  const terms = given.map((factors) => ({
    dirs: columns.map((_, v) => factors.find(([column]) => column === v)?.[1] ?? 0),
    cuts: columns.map((_, v) => factors.find(([column]) => column === v)?.[2] ?? 0),
  }))
  return termOrder(terms, columns, decomp).map((at) => termName(terms[at], columns))
}

describe('the order of terms', () => {
  it('puts fewer factors first, then linear ones, predictors, knots, and h(c-x) before h(x-c)', () => {
    expect(
      ordered([
        [],
        [[1, 1, 3]],
        [
          [0, 2, 0],
          [1, 1, 3],
        ],
        [[1, -1, 3]],
        [[1, 1, 2]],
        [[2, 2, 0]],
        [[0, 1, 9]],
      ]),
    ).toEqual(['(Intercept)', 'c', 'h(a-9)', 'h(b-2)', 'h(3-b)', 'h(b-3)', 'a*h(b-3)'])
  })

  it('looks at the knot of the first factor only; then creation decides, as in R', () => {
    expect(
      ordered([
        [
          [0, 1, 6],
          [2, 1, 6],
        ],
        [
          [0, -1, 6],
          [2, 1, 7],
        ],
        [
          [0, -1, 6],
          [2, -1, 5],
        ],
      ]),
    ).toEqual(['h(6-a)*h(c-7)', 'h(6-a)*h(5-c)', 'h(a-6)*h(c-6)'])
  })

  it('looks at the predictors of the first three factors only, as R does', () => {
    const three = [
      [0, 1, 1],
      [1, 1, 1],
      [2, 1, 1],
    ] as const
    expect(
      ordered([
        [...three, [4, 1, 1]],
        [...three, [3, 1, 1]],
      ]),
    ).toEqual(['h(a-1)*h(b-1)*h(c-1)*h(e-1)', 'h(a-1)*h(b-1)*h(c-1)*h(d-1)'])
  })

  it('is that of creation without decomposition', () => {
    expect(ordered([[], [[1, 1, 3]], [[0, 2, 0]]], 'none')).toEqual(['(Intercept)', 'h(b-3)', 'a'])
  })
})
