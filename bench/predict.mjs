// Predicts the same million rows with @byo/mars and with R's earth, by the same model of 20 terms, in one
// run; and one row at a time, as a server does.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { formatCsv } from '@byo/container-kit/table'
import { fitMars, predictParallel } from '@byo/mars'
import { seededRandom } from './cases/seeded-random.mjs'
import { median, milliseconds, ratio } from './figures.mjs'

const rival = fileURLToPath(new URL('rivals/earth-predict.R', import.meta.url))
const target = 'y'
const terms = 20
const rows = 1_000_000
const repetitions = 9
/** Calls of which one time is the mean, where a single one is too short for the clock. */
const calls = 2000

/** Rows for the table of figures. */
export async function benchPrediction() {
  const training = friedman1(5000, 1)
  const options = { degree: 2, nk: 61, thresh: 0, nprune: terms, compat: 'earth' }
  const model = fitMars(training, target, options)
  const { [target]: _, ...table } = friedman1(rows, 2)
  const ours = await timeOurs(model, table)
  const theirs = timeEarth(training, table)
  if (theirs) requireSamePredictions(model.predict(table), theirs.predictions)
  const rowOf = (work, own, other, format = milliseconds) => ({
    work,
    ours: format(own),
    rival: theirs ? format(other) : 'not there',
    'times faster': theirs ? ratio(other / own) : '',
  })
  const all = `predict 1,000,000 rows, ${terms} terms`
  return [
    rowOf(all, ours.all, theirs?.all),
    rowOf(`${all}, by workers`, ours.byWorkers, theirs?.all),
    rowOf('predict one row: predict', ours.table, theirs?.one, microseconds),
    rowOf('predict one row: rowPredictor', ours.row, theirs?.one, microseconds),
  ]
}

async function timeOurs(model, table) {
  const some = Array.from({ length: calls }, (_, i) =>
    Object.fromEntries(Object.entries(table).map(([name, column]) => [name, column[i]])),
  )
  const predictRow = model.rowPredictor()
  const into = new Float64Array(1)
  const times = { all: [], byWorkers: [], table: [], row: [] }
  for (let i = 0; i < repetitions; i += 1) {
    times.all.push(await timeOf(() => model.predict(table)))
    times.byWorkers.push(await timeOf(() => predictParallel(model, table)))
    times.table.push((await timeOf(() => some.map((row) => model.predict([row])))) / calls)
    times.row.push((await timeOf(() => some.map((row) => predictRow(row, into)[0]))) / calls)
  }
  return Object.fromEntries(Object.entries(times).map(([name, each]) => [name, median(each)]))
}

async function timeOf(run) {
  const start = performance.now()
  await run()
  return performance.now() - start
}

/** Times of R, which takes a matrix or a data frame: the faster one counts. */
function timeEarth(training, table) {
  const folder = mkdtempSync(join(tmpdir(), 'byo-bench-'))
  try {
    const [data, given, predicted] = ['data.csv', 'rows.bin', 'predictions.bin'].map((name) =>
      join(folder, name),
    )
    const columns = Object.values(table)
    writeFileSync(data, formatCsv(training))
    writeFileSync(given, Buffer.concat(columns.map((column) => Buffer.from(column.buffer))))
    const { status, stdout } = spawnSync(
      'Rscript',
      [rival, data, target, terms, given, columns.length, predicted, repetitions].map(String),
      { encoding: 'utf8' },
    )
    if (status !== 0) {
      console.error('R with earth is not installed: its column stays empty.')
      return undefined
    }
    const { matrix, frame, single } = JSON.parse(stdout)
    const predictions = new Float64Array(new Uint8Array(readFileSync(predicted)).buffer)
    return { all: Math.min(median(matrix), median(frame)), one: median(single), predictions }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** A fast wrong answer is no answer. */
function requireSamePredictions(ours, theirs) {
  const differs = (value, i) =>
    !(Math.abs(value - theirs[i]) <= 1e-9 * Math.max(1, Math.abs(value)))
  const at = ours.length === theirs.length ? ours.findIndex(differs) : 0
  if (at === -1) return
  throw new Error(`Row ${at + 1}: our prediction is ${ours[at]}, earth's ${theirs[at]}.`)
}

const microseconds = (value) => `${(1000 * value).toFixed(value < 0.01 ? 2 : 0)} µs`

/** Friedman's first test function with five more columns that say nothing, and noise of deviation 1. */
function friedman1(count, seed) {
  const random = seededRandom(seed)
  const x = Array.from({ length: 10 }, () => Float64Array.from({ length: count }, random))
  const y = Float64Array.from({ length: count }, (_, i) => {
    const noise = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
    const curve = 10 * Math.sin(Math.PI * x[0][i] * x[1][i]) + 20 * (x[2][i] - 0.5) ** 2
    return curve + 10 * x[3][i] + 5 * x[4][i] + noise
  })
  return { ...Object.fromEntries(x.map((column, at) => [`x${at + 1}`, column])), [target]: y }
}
