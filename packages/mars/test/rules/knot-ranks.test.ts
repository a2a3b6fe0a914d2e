import { describe, expect, it } from 'vitest'
import { countedDown, everyMultiple, withinSupport } from '../../src/rules/knot-ranks.ts'
import type { SortedScan } from '../../src/rules/rules.ts'

describe('ranks counted down', () => {
  it('start after so many eligible rows, lie a span apart and keep off the low end', () => {
    expect(ranks(countedDown, scan(20), { start: 3, minspan: 4, endspan: 3 })).toEqual([
      16, 12, 8, 4,
    ])
  })

  it('count only rows below a positive parent', () => {
    const parent = Float64Array.from({ length: 12 }, (_, i) => i % 2)
    expect(
      ranks(countedDown, { ...scan(12), parent }, { start: 1, minspan: 2, endspan: 1 }),
    ).toEqual([10, 6, 2])
  })

  it('do not count rows where the hinge is flat', () => {
    const variance = Float64Array.from({ length: 8 }, (_, i) => (i >= 4 ? 0 : 1))
    expect(
      ranks(countedDown, { ...scan(8), variance }, { start: 1, minspan: 1, endspan: 1 }),
    ).toEqual([3, 2, 1])
  })
})

describe('ranks within the support of the parent', () => {
  const spans = { start: 3, minspan: 4, endspan: 3 }

  it('are those counted down where the parent is positive everywhere', () => {
    expect(ranks(withinSupport, scan(20), spans)).toEqual(ranks(countedDown, scan(20), spans))
  })

  it('leave so many rows with a positive parent at both ends', () => {
    // Positive in rows 4 to 15, so that 3 of these lie above the highest and below the lowest knot.
    const parent = Float64Array.from({ length: 20 }, (_, i) => (i >= 4 && i < 16 ? 1 : 0))
    const supported = { ...scan(20), parent, eligible: 12 }
    expect(ranks(withinSupport, supported, { ...spans, minspan: 1 })).toEqual([12, 11, 10, 9, 8, 7])
  })

  it('pass over rows of weight 0 as if they were not there', () => {
    const constant = Float64Array.from({ length: 20 }, (_, i) => (i % 2 === 0 ? 1 : 0))
    const counted = { ...scan(20), constant, parent: constant, eligible: 10 }
    const some = ranks(withinSupport, counted, spans)
    expect(some.map((rank) => rank / 2)).toEqual(ranks(withinSupport, scan(10), spans))
  })
})

describe('ranks of a scan that is filled in from some rank on', () => {
  const spans = { start: 5, minspan: 3, endspan: 3 }

  it.each([countedDown, withinSupport, everyMultiple])('are those of a whole one: %o', (rule) => {
    const part = ranks(rule, { ...scan(40), lowest: 17 }, spans)
    expect(part).toEqual(ranks(rule, scan(40), spans).filter((rank) => rank >= 17))
  })

  it.each([38, 36, 33, 30, 20])('are those of a whole one up to rank %i', (highest) => {
    const parent = Float64Array.from({ length: 40 }, (_, i) => (i % 4 === 0 ? 0 : 1))
    const variance = Float64Array.from({ length: 40 }, (_, i) => (i > 37 ? 0 : 1))
    const whole = { ...scan(40), parent, variance, eligible: 30 }
    // Eligible are those below a row with a parent: passed over one by one here.
    const above = [...parent.keys()].filter((i) => i > highest && (parent[i + 1] ?? 0) > 0)
    const flat = above.filter((i) => variance[i] === 0).length
    const passed = { eligible: above.length, flat, parent: parent[highest + 1] }
    expect(ranks(withinSupport, { ...whole, highest, passed }, spans)).toEqual(
      ranks(withinSupport, whole, spans).filter((rank) => rank <= highest),
    )
  })
})

describe('ranks that are multiples', () => {
  it('count from 1 and keep off both ends', () => {
    expect(ranks(everyMultiple, scan(20), { start: 0, minspan: 4, endspan: 4 })).toEqual([
      15, 11, 7, 3,
    ])
  })

  it('skip all of a tie but its lowest row', () => {
    const x = Float64Array.of(1, 1, 2, 2, 2, 3, 4, 5)
    expect(ranks(everyMultiple, { ...scan(8), x }, { start: 0, minspan: 1, endspan: 1 })).toEqual([
      6, 5, 2, 0,
    ])
  })
})

/** Rows 0, 1, 2 … with a parent of 1. */
function scan(rows: number): SortedScan {
  const ones = new Float64Array(rows).fill(1)
  const x = Float64Array.from(ones.keys())
  const passed = { eligible: 0, flat: 0, parent: 0 }
  const [lowest, highest] = [0, rows - 1]
  const values = { x, parent: ones, variance: ones, constant: ones }
  return { rows, lowest, highest, passed, eligible: rows, ...values }
}

/** The ranks a rule chooses. */
function ranks(
  rule: typeof countedDown,
  rows: SortedScan,
  spans: { readonly start: number; readonly minspan: number; readonly endspan: number },
): number[] {
  const found = new Int32Array(rows.rows)
  return [...found.subarray(0, rule(rows, spans, found))]
}
