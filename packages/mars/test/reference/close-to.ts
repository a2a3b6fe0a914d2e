import { expect } from 'vitest'

/** What rounding may make of the same calculation in another order. */
const withinRounding = 1e-8

/** Expects each number to be within a relative distance of its counterpart. */
export function expectClose(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  tolerance: number = withinRounding,
): void {
  expect(actual.length).toBe(expected.length)
  for (let i = 0; i < expected.length; i += 1) {
    const scale = Math.max(Math.abs(actual[i]), Math.abs(expected[i]))
    const distance = scale === 0 ? 0 : Math.abs(actual[i] - expected[i]) / scale
    if (!(distance <= tolerance)) expect(actual[i], `element ${i}`).toBe(expected[i])
  }
}
