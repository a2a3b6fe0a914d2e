// A day in short: the iris container answers 200,000 requests, and its memory stays what it was; connections live through
// the pauses of a router.
import { Agent, request } from 'node:http'
import { text } from 'node:stream/consumers'
import { row } from './rows.mjs'
import { body, startOurs, trainedFolder } from './serving/servers.mjs'

const part = 'soak'
const by = 'iris container'

/** How much memory grows after the first requests, and how many requests after a pause fail. */
export async function* benchSoak(folder, { quick }) {
  trainedFolder(folder)
  const server = await startOurs(folder)
  const [warmUp, requests, pauses] = quick ? [200, 1000, [1]] : [20_000, 200_000, [6, 30, 61]]
  try {
    const paused = Promise.all(pauses.map((seconds) => failuresAfterPause(server.port, seconds)))
    await sendMany(server.port, warmUp)
    const before = await residentMegabytes(server.port)
    await sendMany(server.port, requests - warmUp)
    const after = await residentMegabytes(server.port)
    yield row({
      part,
      work: `growth of memory in ${requests.toLocaleString('en-US')} requests`,
      ours: { by, value: Math.max(after - before, 0) },
      unit: 'MB',
      goal: { atMost: 20 },
      facts: { 'MB in the end': after },
    })
    const failures = (await paused).reduce((sum, count) => sum + count, 0)
    yield row({
      part,
      work: `failed after pauses of ${pauses.join(', ')} s`,
      ours: { by, value: failures },
      unit: 'requests',
      goal: { atMost: 0 },
    })
  } finally {
    await server.stop()
  }
}

/** Sends requests over a few connections that stay open; throws if one isn't answered with 200. */
async function sendMany(port, count) {
  const agent = new Agent({ keepAlive: true, maxSockets: 8 })
  let left = count
  const lane = async () => {
    while (left > 0) {
      left -= 1
      const status = await post(port, agent)
      if (status !== 200) throw new Error(`A request was answered with ${status}.`)
    }
  }
  await Promise.all(Array.from({ length: 8 }, lane))
  agent.destroy()
}

/** Sends a request, waits, and sends another on the same connection: how many of the two failed. */
async function failuresAfterPause(port, seconds) {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  let failures = 0
  for (const pause of [0, seconds]) {
    await new Promise((resolve) => setTimeout(resolve, pause * 1000))
    const status = await post(port, agent).catch(() => 0)
    if (status !== 200) failures += 1
  }
  agent.destroy()
  return failures
}

function post(port, agent) {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'text/csv' }
    const message = request({ port, path: '/invocations', method: 'POST', headers, agent })
    message.once('error', reject)
    message.once('response', (response) =>
      text(response).then(() => resolve(response.statusCode), reject),
    )
    message.end(body)
  })
}

async function residentMegabytes(port) {
  const page = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text()
  return Number(/^process_resident_memory_bytes (\d+)$/m.exec(page)[1]) / 1e6
}
