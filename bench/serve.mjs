// Requests a second for one CSV row: the iris container beside a bare node:http server that reads the same body.
import { spawn, spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import autocannon from 'autocannon'
import { median } from './figures.mjs'
import { row } from './rows.mjs'

const program = fileURLToPath(new URL('../examples/iris/dist/container.mjs', import.meta.url))
const bare = fileURLToPath(new URL('rivals/bare-server.mjs', import.meta.url))
const data = fileURLToPath(new URL('../examples/iris/data', import.meta.url))
const body = readFileSync(join(data, 'payload.csv'), 'utf8').split('\n').slice(0, 2).join('\n')

const connections = 4
const requestsInRound = 20_000
const rounds = 7

/** The rounds of both sides alternate, so that both meet the same machine. */
export async function* benchServing(_, { quick }) {
  const baseDir = trainedFolder()
  const ours = await start((port) => {
    const env = { ...process.env, SAGEMAKER_BASE_DIR: baseDir, SAGEMAKER_BIND_TO_PORT: `${port}` }
    return spawn(process.execPath, [program, 'serve'], {
      env,
      stdio: ['ignore', 'ignore', 'inherit'],
    })
  })
  const theirs = await start((port) => spawn(process.execPath, [bare, `${port}`]))
  try {
    const rates = { ours: [], theirs: [] }
    for (let round = 0; round < (quick ? 3 : rounds); round++) {
      rates.ours.push(await measure(ours.port))
      rates.theirs.push(await measure(theirs.port))
    }
    // The first rounds warm both up.
    const [a, b] = [rates.ours.slice(2), rates.theirs.slice(2)]
    yield row({
      part: 'serve',
      work: 'serve one CSV row',
      ours: { by: 'iris container', value: median(a), times: a },
      rival: { by: 'bare node:http', value: median(b), times: b },
      unit: '/s',
      goal: { timesFaster: 0.8 },
    })
  } finally {
    ours.child.kill()
    theirs.child.kill()
    rmSync(baseDir, { recursive: true, force: true })
  }
}

/** A folder in place of /opt/ml, with the model that the program itself has trained in it. */
function trainedFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'byo-bench-'))
  mkdirSync(join(folder, 'input/data/train'), { recursive: true })
  mkdirSync(join(folder, 'input/config'), { recursive: true })
  cpSync(join(data, 'iris.csv'), join(folder, 'input/data/train/iris.csv'))
  const hyperparameters = join(folder, 'input/config/hyperparameters.json')
  writeFileSync(hyperparameters, JSON.stringify({ target: 'Sepal.Length' }))
  const env = { ...process.env, SAGEMAKER_BASE_DIR: folder }
  const { status, stderr } = spawnSync(process.execPath, [program, 'train'], {
    env,
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(`The program could not train: ${stderr}`)
  return folder
}

/** Starts a server on a free port and waits until it answers there. */
async function start(launch) {
  const port = await freePort()
  const child = launch(port)
  for (;;) {
    const status = await post(port).catch(() => 0)
    if (status === 200) return { child, port }
    if (child.exitCode !== null) throw new Error(`A server ended with exit code ${child.exitCode}.`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

function freePort() {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address()
      probe.close(() => resolve(port))
    })
  })
}

/** Requests a second over a few connections that stay open. */
async function measure(port) {
  const result = await autocannon({
    url: `http://127.0.0.1:${port}/invocations`,
    method: 'POST',
    headers: { 'content-type': 'text/csv' },
    body,
    connections,
    amount: requestsInRound,
  })
  if (result.non2xx + result.errors > 0)
    throw new Error(`${result.non2xx + result.errors} requests failed.`)
  return requestsInRound / ((result.finish - result.start) / 1000)
}

async function post(port) {
  const url = `http://127.0.0.1:${port}/invocations`
  const answer = await fetch(url, { method: 'POST', headers: { 'content-type': 'text/csv' }, body })
  await answer.arrayBuffer()
  return answer.status
}
