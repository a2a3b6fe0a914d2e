// How well our own rules predict beside R's earth and mda, in one run: Friedman's three functions, each
// judged by the true function on new points (20 training sets), and four real tables by 10 times
// repeated tenfold cross-validation. R² on what was not seen in training, the mean over repetitions.
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { fitMars } from '@byo/mars'
import { mean, rSquared } from './figures.mjs'
import { row } from './rows.mjs'

const rival = fileURLToPath(new URL('rivals/accuracy.R', import.meta.url))
const degrees = [1, 2, 3]

/** A row for each table and degree; none where R is not there. */
export async function* benchAccuracy(_, { quick }) {
  let name
  let scores = []
  for await (const record of rivalRecords(quick)) {
    if (record.name !== name && scores.length > 0) yield* rowsOf(name, scores)
    if (record.name !== name) scores = degrees.map(() => ({ ours: [], earth: [], mda: [] }))
    name = record.name
    const ours = record.train ? scoreOnTest(record) : scoreByFolds(record)
    for (const [at] of degrees.entries()) {
      scores[at].ours.push(ours[at])
      scores[at].earth.push(record.scores.earth[at])
      scores[at].mda.push(record.scores.mda[at])
    }
  }
  if (scores.length > 0) yield* rowsOf(name, scores)
}

/** Our mean R² beside that of the better R package. */
function* rowsOf(name, scores) {
  for (const [at, { ours, ...rivals }] of scores.entries()) {
    const means = Object.entries(rivals).map(([by, values]) => ({ by, value: mean(values) }))
    const [better, other] = means.sort((a, b) => b.value - a.value)
    yield row({
      part: 'accuracy',
      work: `${name}, degree ${degrees[at]}`,
      ours: { by: 'own rules', value: mean(ours) },
      rival: better,
      unit: 'R²',
      facts: {
        [`${other.by}’s R²`]: other.value,
        'less error than the better': lessError(mean(ours), better.value),
      },
    })
  }
}

/** What R draws and fits, a record a training set or table. */
async function* rivalRecords(quick) {
  const child = spawn('Rscript', quick ? [rival, '--quick'] : [rival], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
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

/** By how much smaller our share of unexplained variance is than that of the better rival. */
function lessError(ours, rival) {
  return `${(100 * (1 - (1 - ours) / (1 - rival))).toFixed(1)} %`
}
