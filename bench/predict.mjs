// A million predictions, and one at a time as a server makes them, by one and the same model on both sides.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { writeFriedman1, writeTestPoints } from './cases/friedman1.mjs'
import { largestDifference, median } from './figures.mjs'
import { row } from './rows.mjs'
import { startEarth, startOurs } from './sides/side.mjs'

const columns = 10
const terms = 20
const options = { degree: 2, nk: 61, thresh: 0, nprune: terms }
const rounds = 9
const earthWays = [
  { by: 'earth, data frame', as: 'frame' },
  { by: 'earth, matrix', as: 'matrix' },
]

export async function* benchPrediction(folder, { quick }) {
  const size = quick ? 10_000 : 1_000_000
  const data = writeFriedman1(folder, { rows: 5000, columns })
  const points = writeTestPoints(folder, { rows: size, columns })
  const sides = { ours: startOurs(), earth: startEarth() }
  for (const [name, side] of Object.entries(sides)) {
    await side?.ask(data)
    const rules = name === 'ours' ? { compat: 'earth' } : {}
    await side?.ask({ do: 'fit', options: { ...options, ...rules }, repetitions: 1 })
  }
  const many = `predict ${size.toLocaleString('en-US')} rows, ${terms} terms`
  const apart = await differenceOf(folder, sides, points)
  const all = [{ by: '1 thread' }, { by: 'workers', how: 'predictParallel' }]
  yield* rowsOf(many, sides, points, all, { goals: { '1 thread': 5 }, apart })
  const one = [
    { by: 'predict', one: true },
    { by: 'rowPredictor', how: 'rowPredictor', one: true },
  ]
  yield* rowsOf(`predict one row, ${terms} terms`, sides, points, one, { goals: {} })
  for (const side of Object.values(sides)) await side?.end()
}

/** Our ways, each beside the faster way of earth. */
async function* rowsOf(work, sides, { file, rows }, ways, { goals, apart }) {
  const isOne = ways[0].one === true
  const ours = ways.map((way) => ({ ...way, side: sides.ours, times: [] }))
  const earth = earthWays.map((way) => ({ ...way, one: isOne, side: sides.earth, times: [] }))
  const there = [...ours, ...(sides.earth ? earth : [])]
  for (let round = 0; round < rounds; round++) {
    for (const way of there) {
      const { side, how, as, one, times } = way
      const answer = await side.ask({ do: 'predict', file, rows, how, as, one })
      if (answer.missing) way.missing = answer.missing
      else times.push(...answer.times)
    }
  }
  const [rival] = earth.map(sideOf).sort((a, b) => a.value - b.value)
  for (const way of ours) {
    yield row({
      part: 'predict',
      work,
      ours: sideOf(way),
      rival,
      goal: goals[way.by] === undefined ? null : { timesFaster: goals[way.by] },
      facts: apart === undefined ? {} : { 'largest difference': apart },
      problem: apart > 1e-8 ? `predictions of one model differ by ${apart}` : null,
    })
  }
}

function sideOf({ by, times, missing }) {
  return { by, value: times.length > 0 ? median(times) : null, times, missing }
}

/** By how much the predictions of both sides differ; undefined without R. */
async function differenceOf(folder, sides, { file, rows }) {
  if (sides.earth === undefined) return undefined
  const outs = Object.keys(sides).map((name) => join(folder, `${name}.bin`))
  for (const [at, side] of Object.values(sides).entries()) {
    await side.ask({ do: 'predict', file, rows, out: outs[at] })
  }
  return largestDifference(...outs.map(doubles))
}

function doubles(file) {
  const bytes = readFileSync(file)
  return new Float64Array(bytes.buffer, bytes.byteOffset, bytes.length / 8)
}
