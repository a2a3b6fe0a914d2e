import type { Table } from '@byo/container-kit/table'
import { crossValidate, fitMars, type MarsModel, type MarsOptions } from '@byo/mars'

/** A model of all rows, and how far such models are off on rows that they don't know. */
export interface ScoredModel {
  readonly model: MarsModel
  /** The root of the mean squared error over all rows, each predicted by a model of the other four folds. */
  readonly rmse: number
}

/** Fits the model, and once more for each of five folds; the same rows get the same folds every time. */
export function fitWithScore(table: Table, target: string, options: MarsOptions): ScoredModel {
  const actual = table[target]
  if (!(actual instanceof Float64Array)) {
    throw new Error(`There is no column of numbers called ${JSON.stringify(target)}.`)
  }
  const { folds } = crossValidate(table, target, { ...options, nfold: 5, seed: 1 })
  let squares = 0
  for (const { rows, predictions } of folds) {
    for (const [i, row] of rows.entries()) {
      squares += ((actual[row] ?? 0) - (predictions[i] ?? 0)) ** 2
    }
  }
  const model = fitMars(table, target, options)
  return { model, rmse: Math.sqrt(squares / actual.length) }
}
