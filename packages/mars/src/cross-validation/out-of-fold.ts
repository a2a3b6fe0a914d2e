// How well a model predicts rows that it was not fitted to:
//
//   RSq = 1 − Σ w (y − ŷ)² / Σ w (y − ȳ)²        ȳ their own mean, weighted as well
import { explained } from '../criteria/gcv.ts'
import type { TrainingData } from '../design/training-data.ts'

/** RSq of one response in these rows; 0 where it is constant in them. */
export function rsqOf(
  y: Float64Array,
  predicted: Float64Array,
  weights: Float64Array | null,
): number {
  const weight = (i: number): number => weights?.[i] ?? 1
  const total = y.reduce((sum, _, i) => sum + weight(i), 0)
  const mean = y.reduce((sum, value, i) => sum + weight(i) * value, 0) / total
  return explained(
    y.reduce((sum, value, i) => sum + weight(i) * (value - predicted[i]) ** 2, 0),
    y.reduce((sum, value) => sum + Math.abs(value - y[0]), 0) === 0
      ? 0
      : y.reduce((sum, value, i) => sum + weight(i) * (value - mean) ** 2, 0),
  )
}

/** The number that is farthest from 0, with its sign. */
export function worst(errors: Iterable<number>): number {
  let most = 0
  for (const error of errors) if (Math.abs(error) > Math.abs(most)) most = error
  return most
}

/** The data of some of the rows, which remembers where they come from. */
export function rowsOf(
  data: TrainingData,
  wanted: readonly number[],
): TrainingData & { readonly kept: Int32Array } {
  const pick = (column: Float64Array): Float64Array => Float64Array.from(wanted, (i) => column[i])
  return {
    ...data,
    rows: wanted.length,
    x: data.x.map(pick),
    y: data.y.map(pick),
    weights: data.weights && pick(data.weights),
    kept: Int32Array.from(wanted, (row) => data.kept?.[row] ?? row),
  }
}
