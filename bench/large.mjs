// A million rows: seconds, memory, and whether the time is linear in the rows. earth takes far more than ten minutes
// and is left out.
import { writeFriedman1 } from './cases/friedman1.mjs'
import { exponent } from './figures.mjs'
import { row } from './rows.mjs'
import { startOurs } from './sides/side.mjs'

const columns = 20
const options = { degree: 2, nk: 51, thresh: 0 }
const ways = [
  { by: '2 threads', how: 'fitMarsParallel', options: { ...options, threads: 2 } },
  { by: '1 thread', options },
]

export async function* benchLarge(folder, { quick }) {
  const sizes = quick ? [1000, 2000, 4000] : [250_000, 500_000, 1_000_000]
  const points = []
  for (const rows of sizes) {
    const data = writeFriedman1(folder, { rows, columns })
    const work = `fit ${rows.toLocaleString('en-US')} × ${columns}, 51 terms`
    const isLargest = rows === sizes.at(-1)
    const { by, seconds, peak, gcv } = await fitIn(data)
    const ours = { by, value: seconds, peak }
    const goal = isLargest ? { atMost: 20 } : null
    yield row({ part: 'large', work, ours, goal, facts: { 'our GCV': gcv } })
    if (isLargest) {
      const memory = { by, value: peak }
      yield row({ part: 'large', work, ours: memory, unit: 'MB', goal: { atMost: 3072 } })
    }
    points.push({ x: rows, y: seconds })
  }
  const ours = { by: 'n^k, fitted', value: exponent(points), points }
  const work = 'growth of the time up to a million rows'
  yield row({ part: 'large', work, ours, unit: 'exponent', goal: { atMost: 1.15 } })
}

/** On two threads if that is there, else on one; in a process of its own, as memory is asked for. */
async function fitIn(data) {
  for (const { by, ...way } of ways) {
    const side = startOurs()
    await side.ask(data)
    const answer = await side.ask({ do: 'fit', ...way, repetitions: 1 })
    const peak = await side.end()
    if (!answer.missing) return { by, seconds: answer.times[0], peak, gcv: answer.gcv }
  }
  throw new Error('There is no way to fit.')
}
