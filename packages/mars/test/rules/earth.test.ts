import { fitMars } from '@byo/mars'
import { describe, expect, it } from 'vitest'

const x = Array.from({ length: 40 }, (_, i) => i / 8)
const line = x.map((value) => 3 * value + 1)

describe("earth's defects", () => {
  it('come with its rules: absolute bounds that a small unit falls below', () => {
    const tiny = line.map((value, i) => (value + Math.sin(i * i)) * 1e-9)
    const model = fitMars({ x, y: tiny }, 'y', { compat: 'earth' })
    expect(model.value.selected.length).toBeGreaterThan(1)
    expect([model.rss, model.gcv]).toEqual([0, 0])
    expect(fitMars({ x, y: tiny }, 'y').rss).toBeGreaterThan(0)
  })

  it('make a perfect fit report a GCV of exactly 0', () => {
    const model = fitMars({ x, y: line }, 'y', { compat: 'earth' })
    expect(model.termination).toBe('rsq-near-one')
    expect(model.gcv).toBe(0)
  })
})
