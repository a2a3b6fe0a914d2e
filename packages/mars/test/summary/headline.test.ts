import { fitMars } from '@byo/mars'
import { describe, expect, it } from 'vitest'

/** The line of importance of a model of one column `x` and unused ones of that many letters. */
function importanceLine(letters: number, unused: number): string {
  const x = Array.from({ length: 40 }, (_, i) => Math.abs(i - 17))
  const rest = Array.from({ length: unused }, (_, j) => [
    `${j}`.padStart(letters, 'u'),
    x.map((_, i) => Math.sin((j + 2) * i * i)),
  ])
  const fit = fitMars({ x, ...Object.fromEntries(rest), y: x }, 'y')
  return String(fit).split('\n')[2]
}

describe('the line of importance', () => {
  it('names all columns where they fit into 80 characters with ", ..." behind them', () => {
    expect(importanceLine(51, 1)).toBe(`Importance: x, ${'u'.repeat(50)}0-unused`)
    expect(importanceLine(53, 1)).toBe('Importance: x, ...')
  })

  it('names as many as fit', () => {
    const line = importanceLine(4, 20)
    expect(line).toBe('Importance: x, uuu0-unused, uuu1-unused, uuu2-unused, uuu3-unused, ...')
  })

  it('names one column even where there is no room for it', () => {
    const long = 'x'.repeat(100)
    const x = Array.from({ length: 20 }, (_, i) => i)
    const fit = fitMars({ [long]: x, y: x }, 'y')
    expect(String(fit).split('\n')[2]).toBe(`Importance: ${long}`)
  })
})

describe('what is printed', () => {
  it('counts a missing value as a term of one factor where it stands alone, else as none', () => {
    const rows = 90
    const x = Array.from({ length: rows }, (_, i) => (i % 3 === 1 ? null : (i * 7) % rows))
    const z = x.map((_, i) => Math.sin(i * i))
    const y = x.map((value, i) => (value === null ? 9 + z[i] : value / 20))
    const fit = fitMars({ x, z, y }, 'y', { missing: 'terms', linpreds: ['x', 'z'], degree: 2 })
    const names = fit.terms.map(({ name }) => name)
    expect(names).toContain('missing(x)')
    expect(names.some((name) => name.startsWith('missing(x)*h(z-'))).toBe(true)
    expect(names).toContain('h(x-0)*present(x)')
    expect(String(fit)).toContain(
      `Number of terms at each degree of interaction: 1 ${names.length - 1} (additive model)`,
    )
  })

  it('tells how the model was pruned where that was asked for', () => {
    const x = Array.from({ length: 40 }, (_, i) => i)
    const y = x.map((value) => Math.abs(value - 17) + (value % 3))
    const first = (options: object) => String(fitMars({ x, y }, 'y', options)).split('\n')[0]
    expect(first({})).toMatch(/predictors$/)
    expect(first({ nprune: 2 })).toMatch(/1 predictors \(nprune=2\)$/)
    expect(first({ pmethod: 'none', nprune: 2 })).toMatch(/ \(pmethod="none"\) \(nprune=2\)$/)
  })
})
