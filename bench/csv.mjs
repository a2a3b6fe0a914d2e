// Files of CSV into typed columns: ours, other readers of JavaScript and R's read.csv, each in a process of its own.
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { writeMixed, writeNumbers } from './cases/csv-files.mjs'
import { median } from './figures.mjs'
import { row } from './rows.mjs'
import { startEarth, startReader } from './sides/side.mjs'

const rivals = ['uDSV', 'uDSV, streaming', 'csv-parse', 'papaparse']
const raggedText = 'x,b,c\n1,2,3\n4,5\n6,7,8,9\n10,11,12\n'

export async function* benchCsv(folder, { quick }) {
  const share = quick ? 0.05 : 1
  const file = join(folder, 'data.csv')
  const numbers = writeNumbers(file, 190_000 * share)
  yield* compareReaders(`read ${size(numbers)} of CSV, 20 columns of numbers`, numbers, 5)
  const mixed = writeMixed(file, 600_000 * share)
  yield* compareReaders(`read ${size(mixed)} of CSV, texts, quotes, gaps`, mixed, 3)
  yield* readLong(writeNumbers(file, 1_900_000 * share))
  rmSync(file)
  yield* readRagged(file)
}

/** All readers in turn; the row beside read.csv has the goal. */
async function* compareReaders(work, { file, rows, texts }, rounds) {
  const readers = ['ours', ...rivals].map((by) => ({ by, side: startReader(by), times: [] }))
  const r = { by: 'read.csv', side: startEarth(), times: [] }
  const there = [...readers, r].filter(({ side }) => side !== undefined)
  for (let round = 0; round < rounds; round++) {
    // Two rounds of R suffice, which takes longer than all others together.
    for (const reader of round < 2 ? there : readers) {
      const answer = await reader.side.ask({ do: 'readCsv', file, texts })
      reader.times.push(...answer.times)
      reader.found = answer
    }
  }
  for (const reader of there) reader.peak = await reader.side.end()
  const [ours] = readers
  for (const rival of [r, ...readers.slice(1)]) {
    yield row({
      part: 'csv',
      work,
      ours: sideOf(ours),
      rival: sideOf(rival),
      goal: rival === r && texts.length === 0 ? { timesFaster: 15 } : null,
      facts: { 'MB at most': memory(ours, rival) },
      problem: problemOf(ours, rival, rows),
    })
  }
}

const memory = (ours, rival) =>
  rival.peak === undefined
    ? `${Math.round(ours.peak)}`
    : `${Math.round(ours.peak)}, its ${Math.round(rival.peak)}`

function sideOf({ by, times, peak }) {
  return { by, value: times.length > 0 ? median(times) : null, times, peak }
}

/** Other readers are no measure for ours unless they read the same. */
function problemOf({ found: ours }, { by, found }, rows) {
  if (ours.rows !== `${rows}`) return `ours read ${ours.rows} rows of ${rows}`
  if (found?.rows === undefined) return null
  const isSame = found.rows === `${rows}` && Math.abs(found.sum / ours.sum - 1) < 1e-12
  return isSame ? null : `${by} read ${found.rows} rows, sum ${found.sum}; ours ${ours.sum}`
}

/** A file longer than the longest string of V8 (512 MB): memory beside what the columns alone take. */
async function* readLong(file) {
  const side = startReader('ours')
  const empty = (await side.ask({ do: 'peak' })).peak
  const { times } = await side.ask({ do: 'readCsv', ...file })
  const peak = await side.end()
  const columns = (8 * file.rows * file.columns) / 2 ** 20
  const work = `read ${size(file)} of CSV, 20 columns of numbers`
  yield row({ part: 'csv', work, ours: { by: 'ours', value: times[0], times, peak } })
  yield row({
    part: 'csv',
    work,
    ours: { by: 'memory', value: peak },
    unit: 'MB',
    goal: { atMost: Math.ceil(empty + columns + 50) },
    facts: { 'columns, MB': Math.round(columns), 'Node alone, MB': Math.round(empty) },
  })
}

/** What each reader makes of a row with a cell too few and one with a cell too many: 4 rows, x sums to 21. */
async function* readRagged(file) {
  writeFileSync(file, raggedText)
  const found = {}
  for (const by of ['ours', ...rivals]) {
    const side = startReader(by)
    found[by] = await side.ask({ do: 'readCsv', file, texts: [] }).then(
      ({ rows, sum }) => `${rows} rows, x sums to ${sum}`,
      (error) => error.message.replace(/^.*\}: /, '').replaceAll(file, 'data.csv'),
    )
    await side.end()
  }
  yield row({
    part: 'csv',
    work: 'read ragged CSV, 4 rows, x sums to 21',
    ours: { by: 'ours', value: null, missing: found.ours },
    facts: found,
  })
}

const size = ({ megabytes }) => `${Math.round(megabytes)} MB`
