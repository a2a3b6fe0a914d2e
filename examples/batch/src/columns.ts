/** The columns of the rows to predict, in their order: files of many records have no header, for they are cut anywhere. */
export const predictors: readonly string[] = [
  'Sepal.Width',
  'Petal.Length',
  'Petal.Width',
  'Species',
]

export const target = 'Sepal.Length'
