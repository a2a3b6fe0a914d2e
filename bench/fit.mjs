// Fits beside R's earth: large and wide tables once or twice, small ones many times.
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseCsv, rowCount } from '@byo/container-kit/table'
import { writeFriedman1, writeTestPoints } from './cases/friedman1.mjs'
import { compareFits } from './compare.mjs'
import { median } from './figures.mjs'
import { row } from './rows.mjs'
import { startEarth, startOurs } from './sides/side.mjs'

const twoThreads = { by: '2 threads', how: 'fitMarsParallel', options: { threads: 2 } }
const oneThread = { by: '1 thread' }
const plain = { by: '1 thread, no WebAssembly', options: { webAssembly: false } }
/** Ours is done some times over, as the first fit of a process is slower; what takes a minute is done once. */
const repeated = (way) => ({ ...way, repetitions: 9 })
const asEarth = { by: 'rules of earth', options: { compat: 'earth' }, sameRules: 'earth' }
const degree = 2
const penalty = 3

export async function* benchFits(folder, settings) {
  yield* tall(folder, settings)
  yield* wide(folder, settings)
  yield* small(folder, 'iris', '../examples/iris/data/iris.csv', 'Sepal.Length', settings)
  yield* small(folder, 'trees', 'cases/trees.csv', 'Volume', settings)
}

async function* tall(folder, { quick, slow }) {
  const rows = quick ? 2000 : 100_000
  const columns = 20
  const goals = { '2 threads': 60, '1 thread': 35, '1 thread, no WebAssembly': 15 }
  const everyParent = { by: 'earth, all parents', options: { fastK: 0 } }
  yield* compareFits(folder, {
    part: 'fit',
    work: `fit ${rows.toLocaleString('en-US')} × ${columns}, 51 terms`,
    data: writeFriedman1(folder, { rows, columns }),
    points: writeTestPoints(folder, { rows: 10_000, columns }),
    options: { degree, nk: 51, thresh: 0 },
    penalty,
    holdsGcv: !quick,
    ours: [...[twoThreads, oneThread, plain].map(repeated), asEarth],
    rivals: [{ by: 'earth', goals }, ...(slow ? [everyParent] : [])],
    rounds: 1,
  })
}

async function* wide(folder, { quick }) {
  const rows = quick ? 500 : 10_000
  const columns = quick ? 20 : 50
  const nk = quick ? 31 : 101
  yield* compareFits(folder, {
    part: 'fit',
    work: `fit ${rows.toLocaleString('en-US')} × ${columns}, ${nk} terms`,
    data: writeFriedman1(folder, { rows, columns }),
    points: writeTestPoints(folder, { rows: 10_000, columns }),
    options: { degree, nk, thresh: 0 },
    penalty,
    holdsGcv: !quick,
    ours: [twoThreads, oneThread].map(repeated),
    rivals: [
      { by: 'earth, all parents', options: { fastK: 0 }, goals: { '2 threads': 40 } },
      { by: 'earth', goals: { '2 threads': 6 } },
    ],
    rounds: 1,
  })
}

/** Many fits of a small table in processes that have fitted it before; then the first fit of new processes. */
async function* small(folder, name, path, target, { quick }) {
  const file = fileURLToPath(new URL(path, import.meta.url))
  const data = { do: 'data', file, rows: rowCount(parseCsv(readFileSync(file))), target }
  yield* compareFits(folder, {
    part: 'fit',
    work: `fit ${name}, warm`,
    data,
    options: { degree },
    penalty,
    ours: [oneThread, asEarth],
    rivals: [{ by: 'earth', goals: { '1 thread': 1, 'rules of earth': 1 } }],
    rounds: quick ? 1 : 5,
    repetitions: 20,
  })
  const times = { ours: [], earth: [] }
  for (let round = 0; round < (quick ? 1 : 5); round++) {
    times.ours.push(...(await firstFit(startOurs(), data)))
    times.earth.push(...(await firstFit(startEarth(), data)))
  }
  yield row({
    part: 'fit',
    work: `fit ${name}, first of a process`,
    ours: { by: '1 thread', value: median(times.ours), times: times.ours },
    rival: {
      by: 'earth',
      value: times.earth.length > 0 ? median(times.earth) : null,
      times: times.earth,
    },
    goal: { timesFaster: 1 },
  })
}

async function firstFit(side, data) {
  if (side === undefined) return []
  await side.ask(data)
  const { times } = await side.ask({ do: 'fit', options: { degree }, repetitions: 1 })
  await side.end()
  return times
}
