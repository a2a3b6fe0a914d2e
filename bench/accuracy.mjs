// How well our own rules predict beside R's earth and mda, in one run: Friedman's three functions, each
// judged by the true function on new points (20 training sets), and four real tables by 10 times
// repeated tenfold cross-validation. R² on what was not seen in training, the mean over repetitions.
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { fitMars } from '@byo/mars'

const rival = fileURLToPath(new URL('rivals/accuracy.R', import.meta.url))
const degrees = [1, 2, 3]

/** Rows for the table of figures; empty where R is not there. */
export async function benchAccuracy() {
  const scores = new Map()
  for await (const record of rivalRecords()) {
    const ours = record.train ? scoreOnTest(record) : scoreByFolds(record)
    const rows = scores.get(record.name) ?? degrees.map(() => ({ ours: [], earth: [], mda: [] }))
    scores.set(record.name, rows)
    for (const [at] of degrees.entries()) {
      rows[at].ours.push(ours[at])
      rows[at].earth.push(record.scores.earth[at])
      rows[at].mda.push(record.scores.mda[at])
    }
  }
  return [...scores].flatMap(([name, rows]) =>
    rows.map(({ ours, earth, mda }, at) => ({
      work: `${name}, degree ${degrees[at]}`,
      'our R²': rounded(ours),
      'earth’s': rounded(earth),
      'mda’s': rounded(mda),
      'less error than the better': lessError(ours, earth, mda),
    })),
  )
}

/** What R draws and fits, a record a training set or table. */
async function* rivalRecords() {
  const child = spawn('Rscript', [rival], { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = new Promise((resolve) => {
    child.once('error', () => resolve(null))
    child.once('close', resolve)
  })
  for await (const line of createInterface({ input: child.stdout })) yield JSON.parse(line)
  const code = await ended
  if (code !== 0) console.error('R with earth, mda, MASS and jsonlite is needed for the accuracy.')
}

/** R² of our fits on the test set, one a degree. */
function scoreOnTest({ train, test }) {
  const rows = [...train.y.keys()]
  const table = { ...columns(train.x, rows), y: Float64Array.from(train.y) }
  const points = columns(test.x, [...test.y.keys()])
  return degrees.map((degree) => rSquared(test.y, fitMars(table, 'y', { degree }).predict(points)))
}

/** R² of our predictions for each row by a fit on the other folds, one a degree. */
function scoreByFolds({ table: { x, y }, fold }) {
  return degrees.map((degree) => {
    const predictions = new Float64Array(y.length)
    for (const k of new Set(fold)) {
      const inside = [...y.keys()].filter((row) => fold[row] !== k)
      const left = [...y.keys()].filter((row) => fold[row] === k)
      const table = { ...columns(x, inside), y: Float64Array.from(inside, (row) => y[row]) }
      const found = fitMars(table, 'y', { degree }).predict(columns(x, left))
      for (const [at, row] of left.entries()) predictions[row] = found[at]
    }
    return rSquared(y, predictions)
  })
}

/** Some rows of a matrix as columns. */
function columns(x, rows) {
  const names = x[0].map((_, j) => `x${j + 1}`)
  return Object.fromEntries(names.map((name, j) => [name, Float64Array.from(rows, (i) => x[i][j])]))
}

function rSquared(truth, predicted) {
  const centre = mean(truth)
  let residual = 0
  let total = 0
  for (const [i, value] of truth.entries()) {
    residual += (value - predicted[i]) ** 2
    total += (value - centre) ** 2
  }
  return 1 - residual / total
}

/** By how much smaller our share of unexplained variance is than that of the better rival. */
function lessError(ours, earth, mda) {
  const rest = 1 - Math.max(mean(earth), mean(mda))
  return `${(100 * (1 - (1 - mean(ours)) / rest)).toFixed(1)} %`
}

const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length
const rounded = (values) => mean(values).toFixed(4)
