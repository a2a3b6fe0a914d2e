// What the screen leaves out could not have won: the forward pass finds what searching every pair of parent
// and predictor at every step finds.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { trainingData } from '../../../src/design/training-data.ts'
import { planFit } from '../../../src/fit-data.ts'
import { forwardPass } from '../../../src/forward/forward-pass.ts'
import type { MarsOptions } from '../../../src/options/mars-options.ts'
import { resolveOptions } from '../../../src/options/resolve-options.ts'
import { plainForwardPass } from '../../oracles/plain-forward-pass.ts'
import { lehmer } from '../../oracles/random-table.ts'

const tables = fc.record({
  seed: fc.integer({ min: 1, max: 2 ** 31 - 2 }),
  compat: fc.constantFrom(null, 'earth', 'mda'),
  degree: fc.integer({ min: 1, max: 3 }),
  responses: fc.integer({ min: 1, max: 3 }),
  thresh: fc.constantFrom<number>(0, 0.001),
  weighted: fc.boolean(),
  fastK: fc.constantFrom<number>(0, 3, 20),
})
type Case = typeof tables extends fc.Arbitrary<infer Each> ? Each : never

describe('a forward pass that screens', () => {
  it('finds the same terms where every knot is a boundary', () => {
    fc.assert(
      fc.property(tables, (each) => expectSameTerms({ ...each, rows: 240, columns: 9 }, {})),
      { numRuns: 40 },
    )
  })

  // Not a law: a gain can be greatest between boundaries and show at none of them.
  it.each([1, 2, 3, 4, 5, 6])(
    'finds the same terms where most knots lie between boundaries: %i',
    (seed) => {
      const table = { rows: 1200, columns: 4, compat: null, responses: 1 + (seed % 2), thresh: 0 }
      const rest = { seed: 7919 * seed, degree: 1 + (seed % 3), weighted: seed > 4, fastK: 0 }
      expectSameTerms({ ...table, ...rest }, { maxKnots: 300 })
    },
  )

  it('finds the same terms when nothing may be kept', () => {
    fc.assert(
      fc.property(tables, (each) =>
        expectSameTerms({ ...each, rows: 240, columns: 9 }, { searchMemory: 0 }),
      ),
      { numRuns: 5 },
    )
  })

  it('finds the same to the last bit without WebAssembly', () => {
    fc.assert(
      fc.property(tables, fc.boolean(), (each, capped) => {
        const options = capped && each.compat === null ? { maxKnots: 100 } : {}
        const plan = planOf({ ...each, rows: 521, columns: 5 }, options)
        const settings = { ...plan.settings, webAssembly: false }
        expect(forwardPass(plan.working, settings)).toEqual(
          forwardPass(plan.working, plan.settings),
        )
      }),
      { numRuns: 10 },
    )
  })
})

function expectSameTerms(each: Case & Size, options: MarsOptions): void {
  const { working, settings } = planOf(each, options)
  const found = forwardPass(working, settings)
  const wanted = plainForwardPass(working, settings)
  expect(found.terms).toEqual(wanted.terms)
  expect(found.termination).toBe(wanted.termination)
}

interface Size {
  readonly rows: number
  readonly columns: number
}

/** A fit of random columns, some of them with ties, some skewed. */
function planOf(each: Case & Size, options: MarsOptions) {
  const random = lehmer(each.seed)
  const kinds = [random, () => Math.floor(random() * 12), () => Math.exp(3 * random())]
  const x = Array.from({ length: each.columns }, (_, v) =>
    Float64Array.from({ length: each.rows }, kinds[v % 3]),
  )
  const y = Array.from({ length: each.responses }, (_, r) =>
    Float64Array.from(
      x[0],
      (value, i) => Math.abs(value - 0.4) * (r + 1) + value * x[3][i] + 0.3 * random(),
    ),
  )
  const names = (prefix: string, columns: readonly Float64Array[]) =>
    Object.fromEntries(columns.map((column, at) => [`${prefix}${at}`, column]))
  const weights = Float64Array.from({ length: each.rows }, () => Math.floor(random() * 4))
  const resolved = resolveOptions({
    degree: each.degree,
    compat: each.compat,
    thresh: each.thresh,
    nk: 25,
    ...(each.weighted && each.compat === null ? { weights } : {}),
    ...(each.compat === 'earth' ? { fastK: each.fastK } : {}),
    ...options,
  })
  return planFit(trainingData(names('x', x), names('y', y), resolved), resolved)
}
