// Requests over a few connections that stay open, for some seconds.
import autocannon from 'autocannon'
import { body } from './servers.mjs'

const connections = 4

/** Requests a second, and the 99th percentile of the seconds that an answer took. */
export async function measureLoad(port, seconds) {
  const times = []
  const run = autocannon({
    url: `http://127.0.0.1:${port}/invocations`,
    method: 'POST',
    headers: { 'content-type': 'text/csv' },
    body,
    connections,
    duration: seconds,
  })
  // What it sums up by itself is rounded to milliseconds.
  run.on('response', (_client, _status, _bytes, milliseconds) => times.push(milliseconds))
  const { non2xx, errors, requests, duration } = await run
  if (non2xx + errors > 0) throw new Error(`${non2xx + errors} requests failed.`)
  times.sort((a, b) => a - b)
  return { rate: requests.total / duration, p99: times[Math.floor(times.length * 0.99)] / 1000 }
}
