import { readFileSync } from 'node:fs'
import { expect } from 'vitest'

/** What R's `mda::mars` makes of the iris data; `selected` and `all` count slots from 1. */
export const rModel: {
  readonly dirs: readonly (readonly number[])[]
  readonly cuts: readonly (readonly number[])[]
  readonly all: readonly number[]
  readonly selected: readonly number[]
  readonly coef: readonly number[]
  readonly gcv: number
  readonly predictions: readonly number[]
} = JSON.parse(
  readFileSync(
    new URL('../../../../packages/mars/test/fixtures/iris.json', import.meta.url),
    'utf8',
  ),
)

const withinRounding = 1e-9

/** Every number within 1e-9 of R's. */
export function expectClose(actual: readonly number[], expected: readonly number[]): void {
  expect(actual).toHaveLength(expected.length)
  const differences = actual.map((value, at) => Math.abs(value - (expected[at] ?? Number.NaN)))
  expect(Math.max(...differences)).toBeLessThan(withinRounding)
}

/** The lines of a column of numbers. */
export function parseColumn(text: string): number[] {
  return text.trim().split('\n').map(Number)
}
