import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { type Lanes, plainRowSums, type RowSums } from '../../../src/forward/screen/row-sums.ts'
import { fastestRowSums, wasmRowSums } from '../../../src/forward/screen/wasm-row-sums.ts'
import { lehmer } from '../../oracles/random-table.ts'

const cases = fc.record({
  seed: fc.integer({ min: 1, max: 2 ** 31 - 2 }),
  rows: fc.integer({ min: 1, max: 60 }),
  bins: fc.integer({ min: 1, max: 9 }),
  lanes: fc.constantFrom<Lanes | 'squares'>(1, 2, 4, 'squares'),
  cut: fc.nat(60),
})
type Case = typeof cases extends fc.Arbitrary<infer Each> ? Each : never

describe('sums over rows by bin', () => {
  it('have the same bits in WebAssembly and in TypeScript', () => {
    fc.assert(
      fc.property(cases, (each) => {
        const size = { rows: each.rows, predictors: 2, bins: each.bins, tables: 2 }
        const kernel = wasmRowSums(size)
        const plain = plainRowSums(size)
        for (const sums of [kernel, plain]) addUp(sums, each)
        expect(new Uint8Array(bytesOf(kernel))).toEqual(new Uint8Array(bytesOf(plain)))
      }),
    )
  })

  it('are those of the rows of each bin', () => {
    fc.assert(
      fc.property(cases, (each) => {
        const sums = plainRowSums({ rows: each.rows, predictors: 2, bins: each.bins, tables: 2 })
        addUp(sums, each)
        const wanted = new Float64Array(8 * each.bins)
        for (let row = 0; row < each.rows; row += 1) {
          const [bin, above] = [sums.bins[1][row], sums.above[1][row]]
          const entry = entryOf(sums.values, row, above, each.lanes)
          for (const [place, value] of entry.entries()) wanted[bin * entry.length + place] += value
        }
        for (const [at, value] of sums.tables[1].entries()) expect(value).toBeCloseTo(wanted[at], 9)
      }),
    )
  })

  it('go without WebAssembly where there is none', () => {
    const size = { rows: 5, predictors: 1, bins: 2, tables: 1 }
    vi.stubGlobal('WebAssembly', undefined)
    expect(fastestRowSums(size).values).toHaveLength(20)
    vi.unstubAllGlobals()
    // The kernel rounds rows up to a multiple of four.
    expect(fastestRowSums(size).values).toHaveLength(32)
  })
})

/** Random rows, of the second predictor into the second table, in two parts. */
function addUp(sums: RowSums, { seed, rows, bins, lanes, cut }: Case): void {
  const random = lehmer(seed)
  for (let row = 0; row < rows; row += 1) {
    sums.bins[1][row] = Math.floor(random() * bins)
    sums.above[1][row] = random()
  }
  const width = lanes === 'squares' ? 1 : lanes
  for (let at = 0; at < rows * width; at += 1) sums.values[at] = Math.max(0, random() - 0.3)
  // Blocks begin at multiples of four.
  const first = Math.min(rows, 4 * Math.floor(cut / 4))
  for (const [from, count] of [
    [0, first],
    [first, rows - first],
  ]) {
    if (lanes === 'squares') sums.addSquares(1, 1, from, count)
    else sums.add(1, 1, lanes, from, count)
  }
}

/** What a row adds to its bin's entry. */
function entryOf(
  values: Float64Array,
  row: number,
  above: number,
  lanes: Lanes | 'squares',
): readonly number[] {
  if (lanes === 'squares') {
    const square = values[row] ** 2
    return [square, square * above, square * above ** 2, values[row] > 0 ? 1 : 0]
  }
  const own = [...values.subarray(row * lanes, (row + 1) * lanes)]
  return [...own, ...own.map((value) => value * above)]
}

/** The bytes of the table. */
function bytesOf({ tables }: RowSums): ArrayBuffer {
  return tables[1].slice().buffer
}
