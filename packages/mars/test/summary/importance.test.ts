import { fitMars } from '@byo/mars'
import { describe, expect, it } from 'vitest'
import { usedUpFit } from '../oracles/used-up-fit.ts'

const rows = 60
const x = Array.from({ length: rows }, (_, i) => Math.sin(i * i))
const noise = Array.from({ length: rows }, (_, i) => Math.cos(7 * i))
const kind = Array.from({ length: rows }, (_, i) => ['a', 'b', 'c', 'd'][i % 4])
const y = x.map((value, i) => 3 * Math.abs(value) + { a: 0, b: 1, c: -2, d: 0.5 }[kind[i]]!)
const fit = fitMars({ noise, kind, x, y }, 'y')

describe('importance', () => {
  it('lists the design columns that matter, the most important first and scaled to 100', () => {
    const importance = fit.importance()
    expect(importance[0]).toMatchObject({ name: 'kindc', used: true })
    expect(Math.max(...importance.map(({ gcv }) => gcv))).toBe(100)
    expect(Math.max(...importance.map(({ rss }) => rss))).toBe(100)
    const counts = importance.map(({ nsubsets }) => nsubsets)
    expect(counts).toEqual([...counts].sort((a, b) => b - a))
    expect(counts.every((count) => count > 0)).toBe(true)
  })

  it('takes all levels of a text column together when asked for variables', () => {
    const columns = fit.importance().filter(({ name }) => name.startsWith('kind'))
    const [together, ...rest] = fit
      .importance({ by: 'variable' })
      .filter(({ name }) => name.startsWith('kind'))
    expect(columns.length).toBeGreaterThan(1)
    expect(rest).toEqual([])
    expect(together.name).toBe('kind')
    expect(together.nsubsets).toBe(Math.max(...columns.map(({ nsubsets }) => nsubsets)))
  })

  it('credits a variable with what the sizes in which it occurs take off the RSS', () => {
    const { subsets = [], selected, dirs, columns } = fit.value
    const credits = columns.map((_, v) => {
      const sizes = subsets.slice(1, selected.length).entries()
      return [...sizes].reduce((sum, [index, { members, rss }]) => {
        const occurs = members.some((term) => dirs[term][v] !== 0)
        return occurs ? sum + subsets[index].rss - rss : sum
      }, 0)
    })
    const greatest = Math.max(...credits)
    const raw = fit.importance({ sqrt: false, trim: false })
    const rooted = fit.importance({ trim: false })
    for (const [v, name] of columns.entries()) {
      const share = credits[v] / greatest
      expect(raw.find((each) => each.name === name)?.rss).toBeCloseTo(100 * share, 9)
      expect(rooted.find((each) => each.name === name)?.rss).toBeCloseTo(100 * share ** 0.5, 9)
    }
  })

  it('lists unused variables on request only', () => {
    const small = fit.update({ nprune: 3 })
    const all = small.importance({ trim: false })
    expect(new Set(all.map(({ name }) => name))).toEqual(new Set(small.value.columns))
    expect(small.importance()).toEqual(all.filter(({ nsubsets }) => nsubsets > 0))
    expect(all.at(-1)).toEqual({ name: 'kindd', nsubsets: 0, gcv: 0, rss: 0, used: false })
  })

  it('is zero throughout for a model of the mean', () => {
    const mean = fit.update({ nprune: 1 })
    expect(mean.importance()).toEqual([])
    for (const each of mean.importance({ trim: false })) {
      expect(each).toMatchObject({ nsubsets: 0, gcv: 0, rss: 0, used: false })
    }
  })

  it('has no use for a GCV that is infinite', () => {
    const full = usedUpFit({ pmethod: 'none' })
    expect(full.gcv).toBe(Number.POSITIVE_INFINITY)
    for (const { gcv, rss } of full.importance()) {
      expect(Number.isFinite(gcv)).toBe(true)
      expect(rss).toBe(100)
    }
  })

  it('is refused another grouping', () => {
    expect(() => fit.importance({ by: 'row' as never })).toThrow(
      "Option by is \"row\": it can be 'column' or 'variable'.",
    )
  })
})
