// From a program to an image in ECR: without Docker beside `docker build` and `docker push`, and what the container takes to start.
import { execFile, spawnSync } from 'node:child_process'
import { appendFileSync, copyFileSync, mkdirSync, readdirSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { createSession, publishImage } from '@byo/core'
import { startLocalSageMaker } from '@byo/local'
import { median } from './figures.mjs'
import { row } from './rows.mjs'
import { trainedFolder } from './serving/servers.mjs'

// Never in step with the engine: it may push to a server that runs in this very process.
const docker = async (...words) => (await promisify(execFile)('docker', words)).stdout.trim()

const part = 'image'
const iris = fileURLToPath(new URL('../examples/iris/', import.meta.url))
const base = 'node:24-slim'
const ways = { ours: 'publishImage without Docker', rival: 'publishImage with Docker' }

/** Ports that every engine takes for a registry of this machine's own. */
const ports = { base: 4577, ecr: 4578 }

/**
 * Each round begins with an empty ECR: the first image, the same one again, and one of another program. The base image
 * comes from another registry, as from Docker Hub; Docker has it already.
 */
export async function* benchImages(folder, { quick }) {
  if (spawnSync('docker', ['image', 'inspect', base]).status !== 0) {
    yield row({
      part,
      work: 'an image',
      ours: { by: ways.ours, value: null, missing: `no Docker with ${base}` },
    })
    return
  }
  const hub = await startLocalSageMaker({ port: ports.base })
  const found = { ours: [], rival: [] }
  try {
    const baseImage = await pushBase(hub)
    for (let round = 0; round < (quick ? 1 : 5); round++) {
      for (const [side, rounds] of Object.entries(found)) {
        rounds.push(await publishRound(join(folder, `${side}-${round}`), side, baseImage))
      }
    }
  } finally {
    await hub.close()
  }
  for (const [step, work] of Object.entries(steps)) yield comparison(found, step, work)
  yield* starts(trainedFolder(join(folder, 'opt-ml')), quick ? 2 : 9)
}

const steps = {
  first: 'the first image, with its base',
  again: 'the same program again',
  changed: 'a program that has changed',
}

/** Seconds and bytes of each step. */
async function publishRound(folder, side, baseImage) {
  const dataDir = join(folder, 'ecr')
  const local = await startLocalSageMaker({ port: ports.ecr, dataDir })
  const session = await createSession({ clientConfig: local.clientConfig })
  const context = join(folder, 'program')
  const program = join(context, 'dist/container.mjs')
  mkdirSync(dirname(program), { recursive: true })
  copyFileSync(join(iris, 'Dockerfile'), join(context, 'Dockerfile'))
  copyFileSync(join(iris, 'dist/container.mjs'), program)
  // No round finds the layer of the one before in Docker's cache.
  appendFileSync(program, `// ${folder}\n`)
  const source = side === 'ours' ? { program, baseImage } : { dockerfile: context }
  const publish = async () => {
    const before = bytesIn(dataDir)
    const start = performance.now()
    await publishImage(session, { ...source, repository: 'iris' })
    const seconds = (performance.now() - start) / 1000
    return { seconds, bytes: bytesIn(dataDir) - before }
  }
  try {
    const first = await publish()
    const again = await publish()
    appendFileSync(program, '// changed\n')
    return { first, again, changed: await publish() }
  } finally {
    session.close()
    await local.close()
  }
}

/** What ECR keeps. Not all tools tell what they send; what is there already, none sends. */
function bytesIn(folder) {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
  const sizes = files
    .filter((file) => file.isFile())
    .map((file) => statSync(join(file.parentPath ?? file.path, file.name)).size)
  return sizes.reduce((sum, size) => sum + size, 0)
}

function comparison(found, step, work) {
  const side = (name) => {
    const times = found[name].map((round) => round[step].seconds)
    return { by: ways[name], value: median(times), times }
  }
  const added = (name) =>
    `${(median(found[name].map((round) => round[step].bytes)) / 1e6).toFixed(1)} MB`
  const facts = { 'we add': added('ours'), 'Docker adds': added('rival') }
  return row({ part, work, ours: side('ours'), rival: side('rival'), facts })
}

/** Puts the engine's base image into another registry, where it has no password. */
async function pushBase({ endpoint, clientConfig }) {
  const session = await createSession({ clientConfig })
  await (await session.clients.ecr()).createRepository({ repositoryName: 'library/node' })
  session.close()
  const baseImage = `${new URL(endpoint).host}/library/${base}`
  await docker('tag', base, baseImage)
  await docker('push', '-q', baseImage)
  await docker('rmi', baseImage)
  return baseImage
}

/** From `docker run` to the first 200 of /ping, beside a container that has node answer it and nothing else. */
async function* starts(optMl, rounds) {
  const image = 'byo-bench-iris'
  await docker('build', '-q', '-t', image, iris)
  const bare = `require('node:http').createServer((_, answer) => answer.end()).listen(8080)`
  const commands = {
    ours: ['-v', `${join(optMl, 'model')}:/opt/ml/model:ro`, image, 'serve'],
    rival: [base, 'node', '-e', bare],
  }
  const times = { ours: [], rival: [] }
  for (let round = 0; round < rounds; round++) {
    for (const [side, words] of Object.entries(commands)) times[side].push(await startUp(words))
  }
  const size = Number(await docker('image', 'inspect', '-f', '{{.Size}}', image))
  await docker('rmi', image)
  yield row({
    part,
    work: 'docker run to the first /ping',
    ours: { by: 'iris container', value: median(times.ours), times: times.ours },
    rival: { by: 'bare node:http in a container', value: median(times.rival), times: times.rival },
    facts: { 'image unpacked': `${(size / 1e6).toFixed(0)} MB` },
  })
}

async function startUp(words) {
  const port = 4579
  const start = performance.now()
  const container = await docker('run', '-d', '-p', `127.0.0.1:${port}:8080`, ...words)
  try {
    while (!(await answers(port))) await new Promise((resolve) => setTimeout(resolve, 5))
    return (performance.now() - start) / 1000
  } finally {
    await docker('rm', '-f', container)
  }
}

const answers = (port) =>
  fetch(`http://127.0.0.1:${port}/ping`).then(
    ({ ok }) => ok,
    () => false,
  )
