// The servers that are measured: the iris container, a bare node:http server and a plumber server in R.
import { spawn, spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const at = (path) => fileURLToPath(new URL(path, import.meta.url))

/** The iris example, built to one file. */
export const program = at('../../examples/iris/dist/container.mjs')
const data = at('../../examples/iris/data')

/** One CSV row with its header, as every request of a measurement sends it. */
export const body = readFileSync(join(data, 'payload.csv'), 'utf8')
  .split('\n')
  .slice(0, 2)
  .join('\n')

/** Lays out a folder in place of /opt/ml, with the model that the program itself trains in it. */
export function trainedFolder(folder) {
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

/** Starts the iris container with the model of a folder. */
export function startOurs(folder) {
  return start((port) => {
    const env = { ...process.env, SAGEMAKER_BASE_DIR: folder, SAGEMAKER_BIND_TO_PORT: `${port}` }
    return spawn(process.execPath, [program, 'serve'], {
      env,
      stdio: ['ignore', 'ignore', 'inherit'],
    })
  })
}

export function startBare() {
  return start((port) => spawn(process.execPath, [at('../rivals/bare-server.mjs'), `${port}`]))
}

/** Starts a plumber server that serves as the R program does from which this project began; undefined without R. */
export async function startPlumber(folder) {
  const needed = 'for (p in c("plumber", "mda")) library(p, character.only = TRUE)'
  if (spawnSync('Rscript', ['-e', needed]).status !== 0) return undefined
  const script = at('../rivals/plumber-server.R')
  return start((port) =>
    spawn('Rscript', [script, join(data, 'iris.csv'), join(folder, 'model.RData'), `${port}`], {
      stdio: 'ignore',
    }),
  )
}

/** Starts a server on a free port; `seconds` is how long it took until its first /ping was 200. */
async function start(launch) {
  const port = await freePort()
  const began = performance.now()
  const child = launch(port)
  while ((await pingStatus(port)) !== 200) {
    if (child.exitCode !== null) throw new Error(`A server ended with exit code ${child.exitCode}.`)
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
  const seconds = (performance.now() - began) / 1000
  const stop = () =>
    new Promise((resolve) => {
      child.once('exit', resolve)
      child.kill('SIGKILL')
    })
  return { port, seconds, stop }
}

function pingStatus(port) {
  return fetch(`http://127.0.0.1:${port}/ping`).then(
    async (answer) => {
      await answer.arrayBuffer()
      return answer.status
    },
    () => 0,
  )
}

function freePort() {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address()
      probe.close(() => resolve(port))
    })
  })
}
