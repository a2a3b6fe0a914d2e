import { describe, expect, it } from 'vitest'
import {
  categorical,
  continuous,
  integer,
  type Trial,
  type TuningRanges,
  tuningChart,
} from '../../src/index.ts'

const objective = { metric: 'gcv', goal: 'Minimize' } as const

/** A trial that ended after so many minutes. */
function trial(
  number: number,
  value: number | undefined,
  hyperparameters: Trial['hyperparameters'],
): Trial {
  return {
    name: `t-${number}`,
    status: value === undefined ? 'Failed' : 'Completed',
    hyperparameters,
    objective: value,
    objectiveStatus: undefined,
    createdAt: new Date(0),
    startedAt: new Date(0),
    endedAt: new Date(number * 60_000),
    seconds: 1,
    failureReason: undefined,
  }
}

/** Every element of a kind with its attributes. */
function elements(svg: string, name: string): Record<string, string>[] {
  return [...svg.matchAll(new RegExp(`<${name}((?: [\\w-]+="[^"]*")*)`, 'g'))].map(([, text]) =>
    Object.fromEntries(
      [...text.matchAll(/ ([\w-]+)="([^"]*)"/g)].map(([, key, value]) => [key, value]),
    ),
  )
}

/** What is inside elements of a kind. */
function contents(svg: string, name: string): string[] {
  return [...svg.matchAll(new RegExp(`<${name}[^>]*>([^<]*)</${name}>`, 'g'))].map(
    ([, text]) => text,
  )
}

const circles = (svg: string) =>
  elements(svg, 'circle').map(({ cx, cy }) => [Number(cx), Number(cy)])

/** The places and the labels of the ticks in the panel of the first hyperparameter, from left to right. */
function ticksBelow(svg: string, title: string): { x: number; label: string }[] {
  const titleAt = elements(svg, 'text').findIndex(
    (_, index) => contents(svg, 'text')[index] === title,
  )
  const { y } = elements(svg, 'text')[titleAt]
  return elements(svg, 'text').flatMap((at, index) =>
    at.class === 'tick' && Number(at.y) === Number(y) - 20
      ? [{ x: Number(at.x), label: contents(svg, 'text')[index] }]
      : [],
  )
}

describe('the chart of a search', () => {
  it('has a panel for the time and one for each hyperparameter, with every trial in each', () => {
    const trials = [
      trial(1, 0.5, { degree: 1, pmethod: 'none' }),
      trial(2, 0.25, { degree: 2, pmethod: 'backward' }),
      trial(3, 0.75, { degree: 3, pmethod: 'none' }),
    ]
    const svg = tuningChart(trials, { objective })

    expect(contents(svg, 'text')).toEqual(
      expect.arrayContaining(['minutes since the start', 'degree', 'pmethod']),
    )
    // Two circles and one diamond in each of three panels; one more diamond stands in the head.
    expect(circles(svg)).toHaveLength(6)
    expect(elements(svg, 'path').filter((path) => path.class === 'best')).toHaveLength(4)
  })

  it('draws the best so far as a line that never gets worse', () => {
    const trials = [0.5, 0.75, 0.25, 0.6].map((value, index) =>
      trial(index + 1, value, { a: index }),
    )
    const heights = (goal: 'Minimize' | 'Maximize') => {
      const svg = tuningChart(trials, { objective: { ...objective, goal } })
      const [line] = elements(svg, 'path').filter((path) => path.class === 'so-far')
      const [, first, rest] = /^M[\d.]+ ([\d.]+)(.*)$/.exec(line.d) ?? []
      return [Number(first), ...[...rest.matchAll(/V([\d.]+)/g)].map(([, y]) => Number(y))]
    }

    const [first, second, ...others] = heights('Minimize')
    expect(second).toBeGreaterThan(first)
    expect(others).toEqual([])
    expect(heights('Maximize')[1]).toBeLessThan(heights('Maximize')[0])
  })

  it('puts equal factors at equal distances where the scaling is logarithmic', () => {
    const values = [0.01, 0.1, 1, 10]
    const trials = values.map((penalty, index) => trial(index + 1, index, { penalty }))
    const ranges = { penalty: continuous(0.01, 10, { scaling: 'Logarithmic' }) }
    const svg = tuningChart(trials, { objective, ranges })

    const xs = circles(svg)
      .slice(-3)
      .map(([x]) => x)
    expect(xs[1] - xs[0]).toBeCloseTo(xs[2] - xs[1], 1)
    expect(contents(svg, 'text')).toContain('penalty (logarithmic)')
    expect(ticksBelow(svg, 'penalty (logarithmic)').map(({ label }) => label)).toEqual([
      '0.01',
      '0.1',
      '1',
      '10',
    ])
  })

  it('stretches towards 1 where the scaling is reverse logarithmic', () => {
    const trials = [0.9, 0.99, 0.999].map((m, index) => trial(index + 1, index, { m }))
    const ranges = { m: continuous(0.9, 0.999, { scaling: 'ReverseLogarithmic' }) }
    const ticks = ticksBelow(tuningChart(trials, { objective, ranges }), 'm (reverse logarithmic)')

    expect(ticks.map(({ label }) => label)).toEqual(['0.9', '0.99', '0.999'])
    expect(ticks[1].x - ticks[0].x).toBeCloseTo(ticks[2].x - ticks[1].x, 1)
  })

  it('gives each category a strip, also one that no trial had', () => {
    const trials = Array.from({ length: 20 }, (_, i) => trial(i + 1, i, { m: i % 2 ? 'a' : 'b' }))
    const svg = tuningChart(trials, { objective, ranges: { m: categorical(['a', 'b', 'c']) } })
    const ticks = ticksBelow(svg, 'm')
    const half = (ticks[1].x - ticks[0].x) / 2
    const xs = circles(svg)
      .slice(-19)
      .map(([x]) => x)

    expect(ticks.map(({ label }) => label)).toEqual(['a', 'b', 'c'])
    expect(new Set(xs).size).toBe(19)
    for (const x of xs) {
      expect(ticks.slice(0, 2).some((tick) => Math.abs(tick.x - x) < half)).toBe(true)
    }
  })

  it('marks trials without a value at the foot, and says so', () => {
    const svg = tuningChart([trial(1, 0.5, { a: 1 }), trial(2, undefined, { a: 2 })], { objective })

    expect(elements(svg, 'path').filter((path) => path.class === 'failed')).toHaveLength(2)
    expect(contents(svg, 'desc')[0]).toContain('1 trial ended without a value.')
    expect(contents(svg, 'title')).toContain('t-2: Failed with a 2')
  })

  it('tells those who do not see it what is in it', () => {
    const svg = tuningChart([trial(1, 0.512345, { a: 1, b: 'x' })], { objective, title: 'Iris' })

    expect(elements(svg, 'svg')[0]).toMatchObject({ role: 'img' })
    expect(svg).toMatch(/^<svg[^>]*><title>Iris<\/title><desc>/)
    expect(contents(svg, 'desc')[0]).toContain('The best, t-1, reached 0.5123 with a 1, b x.')
  })

  it('has colours for light and dark, which count for nothing else on the page', () => {
    const svg = tuningChart([trial(1, 1, { a: 1 })], { objective })
    const [style] = contents(svg, 'style')

    expect(style).toContain('@media (prefers-color-scheme: dark)')
    const selectors = [...style.matchAll(/^([^@{}\n]+) \{/gm)].flatMap(([, list]) =>
      list.split(', '),
    )
    expect(selectors.length).toBeGreaterThan(20)
    for (const selector of selectors) expect(selector).toMatch(/^\.byo-tuning-chart /)
  })

  it('stays well-formed whatever names and values have in them', () => {
    const nasty = '<script>"&\u0000'
    const trials = [trial(1, 1, { [nasty]: nasty }), trial(2, 2, { [nasty]: 'b' })]
    const svg = tuningChart(trials, {
      objective: { metric: nasty, goal: 'Maximize' },
      title: nasty,
    })

    expect(svg).not.toContain('<script>')
    expect(svg).not.toContain('\u0000')
    expect(svg.replace(/&(amp|lt|gt|quot);/g, '')).not.toContain('&')
    expect(svg).not.toContain('NaN')
  })

  it.each<[string, Trial[], TuningRanges]>([
    ['no trials', [], { a: integer(1, 3) }],
    ['one trial', [trial(1, 0.5, { a: 1 })], {}],
    ['trials that are all alike', [trial(1, 0, { a: 1 }), trial(1, 0, { a: 1 })], {}],
    [
      'a range of one value',
      [trial(1, 2, { a: 3 })],
      { a: continuous(3, 3, { scaling: 'Logarithmic' }) },
    ],
    ['a trial that runs', [{ ...trial(1, undefined, { a: 1 }), endedAt: undefined }], {}],
    [
      'a narrow logarithmic range',
      [trial(1, 2, { a: 3 })],
      { a: continuous(3, 3.5, { scaling: 'Logarithmic' }) },
    ],
    ['infinite values', [trial(1, Number.POSITIVE_INFINITY, { a: 3 })], {}],
  ])('can be drawn of %s', (_, trials, ranges) => {
    const svg = tuningChart(trials, { objective, ranges })

    expect(svg).not.toMatch(/NaN|Infinity|undefined/)
    expect(contents(svg, 'text').some((words) => /^a( \(logarithmic\))?$/.test(words))).toBe(true)
  })

  it('keeps all panels within its width', () => {
    const names = Array.from({ length: 7 }, (_, index) => `p${index}`)
    const trials = [1, 2, 3].map((n) => trial(n, n, Object.fromEntries(names.map((p) => [p, n]))))
    for (const width of [100, 500, 1200]) {
      const svg = tuningChart(trials, { objective, width })
      const [{ width: actual, height }] = elements(svg, 'svg')
      expect(Number(actual)).toBe(Math.max(360, width))
      for (const [x, y] of circles(svg)) {
        expect(x).toBeLessThan(Number(actual))
        expect(y).toBeLessThan(Number(height))
      }
    }
  })
})
