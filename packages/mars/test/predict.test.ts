import { fitMars } from '@byo/mars'
import { describe, expect, it } from 'vitest'
import { evaluateTerms } from './oracles/evaluate-terms.ts'
import { expectClose } from './reference/close-to.ts'

describe('prediction', () => {
  // More rows than one block holds, and not a multiple of it.
  const rows = 2500
  const a = Float64Array.from({ length: rows }, (_, i) => Math.sin(i))
  const b = Float64Array.from({ length: rows }, (_, i) => Math.cos(i * i))
  const y = Float64Array.from(a, (value, i) => Math.max(0, value) * b[i] + Math.abs(b[i]))
  const z = Float64Array.from(b, (value, i) => value - a[i])

  it('is the sum of coefficients times terms, responses one after the other', () => {
    const model = fitMars({ a, b, y, z }, ['y', 'z'], { degree: 2 })
    const { dirs, cuts, selected, coefficients } = model.value
    const terms = selected.map((index) => ({ dirs: dirs[index], cuts: cuts[index] }))
    const columns = evaluateTerms(terms, [a, b])
    const expected = coefficients.flatMap((each) =>
      Array.from({ length: rows }, (_, i) =>
        columns.reduce((sum, column, t) => sum + each[t] * column[i], 0),
      ),
    )
    const predictions = model.predict({ a, b })
    expect(predictions).toHaveLength(2 * rows)
    for (const [i, value] of expected.entries()) expect(predictions[i]).toBeCloseTo(value, 10)
  })

  it('may be asked for numbers or classes by a variable', () => {
    const kind = Array.from(y, (value) => (value > 0.6 ? 'much' : 'little'))
    const model = fitMars({ a, b, kind }, 'kind')
    const predictions = (['response', 'class'] as const).map((type) =>
      model.predict({ a, b }, { type }),
    )
    expect(predictions[0]).toEqual(model.predict({ a, b }))
    expect(predictions[1]).toEqual(model.predict({ a, b }, { type: 'class' }))
    expect(new Set(Array.from<unknown>(predictions[1]))).toEqual(new Set(['much', 'little']))
  })

  it('does not depend on the rows it is done with', () => {
    const model = fitMars({ a, b, y }, 'y', { degree: 2 })
    const all = model.predict({ a, b })
    const few = model.predict({ a: a.subarray(1000, 1100), b: b.subarray(1000, 1100) })
    expectClose(few, all.subarray(1000, 1100), 0)
  })
})
