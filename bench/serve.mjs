// One CSV row over HTTP: the iris container beside a bare node:http server that reads the same body, and beside R.
import { statSync } from 'node:fs'
import { median } from './figures.mjs'
import { row } from './rows.mjs'
import { measureLoad } from './serving/load.mjs'
import { program, startBare, startOurs, startPlumber, trainedFolder } from './serving/servers.mjs'

const part = 'serve'
const ours = 'iris container'
const bare = 'bare node:http'

/** The rounds of both sides alternate, so that both meet the same machine. */
export async function* benchServing(folder, { quick }) {
  trainedFolder(folder)
  const [rounds, seconds, starts] = quick ? [3, 1, 2] : [9, 3, 15]
  yield* loads(folder, rounds, seconds)
  yield* startUps(folder, starts)
  yield row({
    part,
    work: 'application layer of the iris image',
    ours: { by: ours, value: statSync(program).size / 1e6 },
    unit: 'MB',
    goal: { atMost: 1 },
  })
}

async function* loads(folder, rounds, seconds) {
  const servers = { ours: await startOurs(folder), bare: await startBare() }
  const plumber = await startPlumber(folder)
  const found = { ours: [], bare: [] }
  try {
    for (let round = 0; round < rounds; round++) {
      for (const [name, { port }] of Object.entries(servers)) {
        found[name].push(await measureLoad(port, seconds))
      }
    }
    // The first rounds warm both up.
    const side = (by, name, figure) => {
      const times = found[name].slice(2).map((each) => each[figure])
      return { by, value: median(times), times }
    }
    const rate = side(ours, 'ours', 'rate')
    yield row({
      part,
      work: 'serve one CSV row',
      ours: rate,
      rival: side(bare, 'bare', 'rate'),
      unit: '/s',
      goal: { timesFaster: 0.8 },
    })
    yield row({
      part,
      work: '99th percentile of an answer',
      ours: side(ours, 'ours', 'p99'),
      rival: side(bare, 'bare', 'p99'),
      goal: { timesFaster: 0.5 },
    })
    if (plumber === undefined) return
    const { rate: value } = await measureLoad(plumber.port, seconds)
    yield row({
      part,
      work: 'serve one CSV row, beside R',
      ours: rate,
      rival: { by: 'plumber', value },
      unit: '/s',
      goal: { timesFaster: 300 },
    })
  } finally {
    for (const server of [...Object.values(servers), plumber]) await server?.stop()
  }
}

/** From the start of the process to its first /ping with 200, the model loaded. */
async function* startUps(folder, starts) {
  const times = { ours: [], bare: [] }
  for (let at = 0; at < starts; at++) {
    for (const [name, launch] of [
      ['ours', startOurs],
      ['bare', startBare],
    ]) {
      const server = await launch(folder)
      times[name].push(server.seconds)
      await server.stop()
    }
  }
  yield row({
    part,
    work: 'start to the first /ping with 200',
    ours: { by: ours, value: median(times.ours), times: times.ours },
    rival: { by: bare, value: median(times.bare), times: times.bare },
    goal: { timesFaster: 1 / 1.5 },
  })
}
