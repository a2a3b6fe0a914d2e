import fc from 'fast-check'

/** A table of random numbers with a bent and crossed response; the same for the same seed. */
export interface RandomTable {
  readonly rows: number
  readonly x: readonly Float64Array[]
  readonly y: Float64Array
}

/** Tables of 20 to 80 rows and 2 to 4 predictors. */
export const randomTables: fc.Arbitrary<RandomTable> = fc
  .record({
    seed: fc.integer({ min: 1, max: 2 ** 31 - 2 }),
    rows: fc.integer({ min: 20, max: 80 }),
    columns: fc.integer({ min: 2, max: 4 }),
  })
  .map(({ seed, rows, columns }) => {
    const random = lehmer(seed)
    const x = Array.from({ length: columns }, () => Float64Array.from({ length: rows }, random))
    const y = Float64Array.from(
      { length: rows },
      (_, i) => 4 * Math.abs(x[0][i] - 0.5) + 3 * x[0][i] * x[1][i] + 0.3 * random(),
    )
    return { rows, x, y }
  })

/** The table as columns by name, the response last. */
export function namedTable({ x, y }: RandomTable): Record<string, Float64Array> {
  return { ...Object.fromEntries(x.map((column, j) => [`x${j + 1}`, column])), y }
}

/** Lehmer's generator: numbers between 0 and 1. */
export function lehmer(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 48271) % 2147483647
    return state / 2147483647
  }
}
