// A million predictions of a model with some 20 terms, by one and the same model on both sides.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { writeFriedman1, writeTestPoints } from './cases/friedman1.mjs'
import { largestDifference, median } from './figures.mjs'
import { row } from './rows.mjs'
import { startEarth, startOurs } from './sides/side.mjs'

const columns = 10
const options = { degree: 2, nk: 31, thresh: 0 }

export async function* benchPredictionBesideEarth(folder, { quick }) {
  const rows = quick ? 10_000 : 1_000_000
  const data = writeFriedman1(folder, { rows: 2000, columns })
  const { file } = writeTestPoints(folder, { rows, columns })
  const ours = { side: startOurs(), times: [], options: { ...options, compat: 'earth' } }
  const earth = { side: startEarth(), times: [], options }
  const there = [ours, earth].filter(({ side }) => side !== undefined)
  for (const one of there) {
    await one.side.ask(data)
    one.terms = (await one.side.ask({ do: 'fit', options: one.options, repetitions: 1 })).terms
    one.out = join(folder, `predictions-${there.indexOf(one)}.bin`)
  }
  for (let round = 0; round < 5; round++) {
    for (const { side, times, out } of there) {
      const answer = await side.ask({ do: 'predict', file, rows, out, repetitions: 1 })
      times.push(...answer.times)
    }
  }
  const [ourPeak, itsPeak] = [await ours.side.end(), await earth.side?.end()]
  const apart = earth.side ? largestDifference(doubles(ours.out), doubles(earth.out)) : 0
  const isThere = earth.side !== undefined
  yield row({
    part: 'predict',
    work: `predict ${rows.toLocaleString('en-US')} rows, ${ours.terms} terms`,
    ours: { by: '1 thread', value: median(ours.times), times: ours.times, peak: ourPeak },
    rival: {
      by: 'earth',
      value: isThere ? median(earth.times) : null,
      times: earth.times,
      peak: itsPeak,
    },
    goal: { timesFaster: 5 },
    facts: isThere ? { 'largest difference': apart } : {},
    problem: apart > 1e-8 ? 'predictions of one model differ' : null,
  })
}

function doubles(file) {
  const bytes = readFileSync(file)
  return new Float64Array(bytes.buffer, bytes.byteOffset, bytes.length / 8)
}
