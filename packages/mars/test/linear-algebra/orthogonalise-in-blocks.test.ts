import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { orthogonalise } from '../../src/linear-algebra/orthogonalise.ts'
import { orthogonaliseInBlocks } from '../../src/linear-algebra/orthogonalise-in-blocks.ts'
import { divide, dot, sumOfSquares } from '../../src/linear-algebra/sums.ts'
import { lehmer, randomTables } from '../oracles/random-table.ts'
import { expectClose } from '../reference/close-to.ts'

describe('orthogonalisation in blocks of rows', () => {
  it('takes out what modified Gram-Schmidt takes out', () => {
    fc.assert(
      fc.property(randomTables, ({ rows, x, y }) => {
        const { basis } = orthonormal([new Float64Array(rows).fill(1), ...x])
        const [one, two] = [y.slice(), y.slice()]

        const [{ amounts, rest }] = orthogonaliseInBlocks([one], basis)

        expect(greatestDistance(amounts, orthogonalise(two, basis))).toBeLessThan(1e-12)
        expectClose([rest], [Math.sqrt(sumOfSquares(two))], 1e-11)
        expect(greatestDistance(one, two)).toBeLessThan(1e-12)
      }),
      { numRuns: 40 },
    )
  })

  it.each([1, 3, 4, 5, 9])('works on %d columns of more rows than a block has', (columns) => {
    const random = lehmer(columns)
    const given = Array.from({ length: columns + 1 }, () =>
      Float64Array.from({ length: 5000 }, random),
    )
    const { basis, projections } = orthonormal(given)
    expect(greatestProduct(basis)).toBeLessThan(1e-14)
    const { amounts, rest } = projections[columns]
    const again = basis[columns].map((value, i) =>
      basis.slice(0, columns).reduce((sum, q, t) => sum + amounts[t] * q[i], rest * value),
    )
    expect(greatestDistance(again, given[columns])).toBeLessThan(1e-13)
  })

  it('leaves columns at right angles that were nearly the same', () => {
    const random = lehmer(5)
    const ones = new Float64Array(3000).fill(1)
    const noise = Array.from({ length: 6 }, () => Float64Array.from(ones, random))
    const columns = [ones]
    // Each differs from the one before by a ten thousandth of the noise.
    for (const each of noise)
      columns.push(each.map((v, i) => (columns.at(-1)?.[i] ?? 0) + v * 1e-4))
    const { basis } = orthonormal(columns)
    expect(greatestProduct(basis)).toBeLessThan(1e-11)
  })

  it.each([0, 1, 2, 3])('does to each of %d columns what it does to it alone', (count) => {
    const random = lehmer(count + 1)
    const column = () => Float64Array.from({ length: 2500 }, random)
    const { basis } = orthonormal([column(), column(), column()])
    const columns = Array.from({ length: count }, column)
    const copies = columns.map((each) => each.slice())
    const alone = copies.map((each) => orthogonaliseInBlocks([each], basis)[0])
    expect(orthogonaliseInBlocks(columns, basis)).toEqual(alone)
    expect(columns).toEqual(copies)
  })

  it('leaves nothing of a column that the basis spans', () => {
    const random = lehmer(7)
    const x = Float64Array.from({ length: 400 }, random)
    const ones = new Float64Array(400).fill(1)
    const { basis } = orthonormal([ones, x, x.map((v) => Math.max(0, v - 0.4))])
    const other = x.map((v) => Math.max(0, 0.4 - v))
    const [{ rest }] = orthogonaliseInBlocks([other], basis)
    expect(rest).toBe(0)
    expect(other).toEqual(new Float64Array(400))
  })
})

/** The columns made orthonormal one after the other. */
function orthonormal(columns: readonly Float64Array[]) {
  const basis: Float64Array[] = []
  const projections = columns.map((given) => {
    const column = given.slice()
    const [projection] = orthogonaliseInBlocks([column], basis)
    divide(column, projection.rest)
    basis.push(column)
    return projection
  })
  return { basis, projections }
}

/** The greatest inner product of two columns of a basis. */
function greatestProduct(basis: readonly Float64Array[]): number {
  const products = basis.flatMap((a, t) => basis.slice(0, t).map((b) => Math.abs(dot(a, b))))
  return Math.max(...products)
}

/** How far apart two columns are where they are furthest apart. */
function greatestDistance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  return Math.max(...Array.from(a, (value, i) => Math.abs(value - b[i])))
}
