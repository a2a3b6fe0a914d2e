import { readFileSync } from 'node:fs'
import { fitMars, type MarsTable } from '@byo/mars'
import { describe, expect, it } from 'vitest'
import { expectClose } from './close-to.ts'

const iris = JSON.parse(
  readFileSync(new URL('../fixtures/iris.json', import.meta.url), 'utf8'),
) as {
  readonly table: MarsTable
  readonly columns: readonly string[]
  readonly dirs: readonly number[][]
  readonly cuts: readonly number[][]
  readonly all: readonly number[]
  readonly selected: readonly number[]
  readonly coef: readonly number[]
  readonly gcv: number
  readonly predictions: readonly number[]
}

describe("iris as R's model.matrix and mda::mars see it", () => {
  const options = { compat: 'mda', degree: 2, interceptColumn: true } as const
  const model = fitMars(iris.table, 'Sepal.Length', options)

  it('has the design columns of model.matrix, the column of ones among them', () => {
    expect(model.value.columns).toEqual(iris.columns)
  })

  it('has the live forward terms and their knots in order', () => {
    expect(model.value.dirs).toEqual(iris.all.map((slot) => iris.dirs[slot - 1]))
    expect(model.value.cuts).toEqual(iris.all.map((slot) => iris.cuts[slot - 1]))
  })

  it('selects the same terms with the same coefficients and GCV', () => {
    expect(model.value.selected.map((index) => iris.all[index])).toEqual(iris.selected)
    expectClose(model.value.coefficients[0], iris.coef, 1e-12)
    expectClose([model.gcv], [iris.gcv], 1e-12)
  })

  it('predicts the same 150 values', () => {
    const { 'Sepal.Length': _, ...predictors } = iris.table as Record<string, number[]>
    expectClose(model.predict(predictors), iris.predictions, 1e-12)
  })

  it('keeps the levels of Species from training', () => {
    expect(model.value.predictors.at(-1)).toEqual({
      kind: 'factor',
      name: 'Species',
      levels: ['setosa', 'versicolor', 'virginica'],
    })
  })
})
