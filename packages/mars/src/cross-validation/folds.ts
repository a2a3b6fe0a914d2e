import type { TrainingData } from '../design/training-data.ts'
import { MarsError } from '../errors.ts'
import type { FoldOptions } from './cross-validation-options.ts'
import { randomNumbers, shuffled } from './random-order.ts'

/** For each time the fold, from 1, of every row that is fitted to. */
export function foldsOf(data: TrainingData, options: FoldOptions): readonly (readonly number[])[] {
  const { nfold, ncross, groups } = options
  if (groups) return groups.map((labels) => labelsOfKept(data, labels))
  if (nfold > data.rows) {
    throw new MarsError(
      'invalid-option',
      `Option nfold is ${nfold}, and there are ${data.rows} rows: each fold takes one.`,
    )
  }
  const random = randomNumbers(options.seed)
  return Array.from({ length: ncross }, () => dealt(data, options, random))
}

/** The labels given, without those of rows that were left out. */
function labelsOfKept({ rows, kept }: TrainingData, labels: readonly number[]): readonly number[] {
  const fits = kept ? labels.length > kept[rows - 1] : labels.length === rows
  if (fits) return kept ? Array.from(kept, (row) => labels[row]) : labels
  throw new MarsError(
    'invalid-option',
    `Option groups has ${labels.length} labels, which is not one for each row of the table.`,
  )
}

/** Deals the rows of each class out to folds at random, one after another. */
function dealt(
  { rows, y }: TrainingData,
  { nfold, stratify }: FoldOptions,
  random: () => number,
): readonly number[] {
  const classes = new Map<string, number[]>()
  for (let row = 0; row < rows; row += 1) {
    const name = stratify ? y.map((column) => Number(column[row] !== 0)).join('') : ''
    const members = classes.get(name)
    if (members) members.push(row)
    else classes.set(name, [row])
  }
  const labels = new Array<number>(rows)
  const order = [...classes.values()].flatMap((members) => shuffled(members, random))
  for (const [at, row] of order.entries()) labels[row] = (at % nfold) + 1
  return labels
}
