import { Agent, request } from 'node:http'
import { limits } from '../contract/limits.ts'
import { routes } from '../contract/routes.ts'
import type { Bench } from './bench.ts'
import { type Claim, fail, type Outcome, pass, skip } from './check.ts'
import type { Invoker } from './invoker.ts'
import { type Served, serve } from './server.ts'
import { describeEnding, type Ending } from './subject.ts'
import { now, pause, secondsSince, within } from './time.ts'

/** Checks how a server ends when it is asked to. */
export async function checkShutdown(
  bench: Bench,
  model: string,
  invoker: Invoker | undefined,
): Promise<void> {
  await checkIdleStop(bench, model)
  await checkBusyStop(bench, model, invoker)
}

async function checkIdleStop(bench: Bench, model: string): Promise<void> {
  let ending: Ending | undefined
  await bench.check(
    claim('required', ['S75'], 'SIGTERM ends the server in its own way and in time'),
    async () => {
      const served = await serve(bench, { model })
      try {
        if (!served.healthy) return fail('It did not become healthy when it was started once more.')
        const start = now()
        await served.run.terminate()
        ending = await within(graceMilliseconds(bench), served.run.ended, bench.signal)
        return judgeEnding(ending, secondsSince(start))
      } finally {
        await served.run.kill()
      }
    },
  )
  await bench.check(claim('recommended', ['S75'], 'and its exit code is 0'), () => {
    if (ending === undefined || ending.signal !== null) return skip('It did not end by itself.')
    return ending.code === 0
      ? pass('It is.')
      : fail(`It is ${ending.code}, which looks like a crash.`)
  })
}

function judgeEnding(ending: Ending | undefined, after: string): Outcome {
  if (ending === undefined)
    return fail(
      `It still ran ${after} after SIGTERM, and SageMaker sends SIGKILL after ${limits.hostingStopGraceSeconds} s. Catch SIGTERM, and close the server.`,
    )
  if (ending.signal !== null)
    return fail(
      'SIGTERM killed it where it was: it has no handler. As the first process of a container it would go on until SIGKILL, and requests under way are lost. Catch SIGTERM.',
    )
  return pass(`It ended with ${describeEnding(ending)} after ${after}.`)
}

/** Holds a request half sent, asks for the end, and sends the rest. */
async function checkBusyStop(
  bench: Bench,
  model: string,
  invoker: Invoker | undefined,
): Promise<void> {
  let pingAfter: string | undefined
  await bench.check(
    claim('required', ['S76'], 'a request under way at SIGTERM gets its whole answer'),
    async () => {
      if (invoker === undefined) return skip('It needs a good request: give --payload FILE.')
      const served = await serve(bench, { model })
      try {
        if (!served.healthy) return fail('It did not become healthy when it was started once more.')
        const slow = startSlowly(served, invoker)
        await within(1000, slow.taken, bench.signal)
        const start = now()
        const idle = await idleConnection(served)
        await served.run.terminate()
        await pause(500, bench.signal)
        const seen = await pingOf(served, idle)
        if (served.run.ending() === undefined) pingAfter = seen
        slow.finish()
        const status = await within(graceMilliseconds(bench), slow.status, bench.signal)
        await within(graceMilliseconds(bench), served.run.ended, bench.signal)
        return status === 200
          ? pass(`It got 200, and the server ended ${secondsSince(start)} after SIGTERM.`)
          : fail(
              `It got ${status ?? 'no answer'}. Stop to listen at SIGTERM, and end when the last request is answered.`,
            )
      } finally {
        await served.run.kill()
      }
    },
  )
  await bench.check(claim('recommended', ['S77'], 'after SIGTERM it is no longer healthy'), () => {
    if (pingAfter === undefined) return skip('It did not go on for a request under way.')
    return pingAfter === '200'
      ? fail(
          '/ping still answered 200, so the router goes on to send requests. Answer 503, or refuse.',
        )
      : pass(`/ping got ${pingAfter}.`)
  })
}

/** The good request with its body half sent. */
function startSlowly(served: Served, invoker: Invoker) {
  const { headers, ...what } = invoker.request()
  const half = Math.ceil(invoker.body.length / 2)
  const message = request({
    ...served.address,
    ...what,
    // The server's 100 says that it has taken the request; one that says nothing gets its time.
    headers: { ...headers, 'content-length': invoker.body.length, expect: '100-continue' },
    agent: false,
  })
  const taken = new Promise<void>((resolve) => message.on('continue', resolve))
  const status = new Promise<number | string>((resolve) => {
    message.on('response', (response) => {
      response.resume()
      response.on('end', () => resolve(response.statusCode ?? 0))
      response.on('error', () => resolve('half an answer'))
    })
    message.on('error', () => resolve('a cut connection'))
  })
  message.write(invoker.body.subarray(0, half))
  return { taken, status, finish: () => message.end(invoker.body.subarray(half)) }
}

async function idleConnection(served: Served): Promise<Agent> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  await served.ask({ path: routes.ping, agent }).catch(() => undefined)
  return agent
}

/** What /ping answers on a connection from before, or a new one. */
async function pingOf(served: Served, agent: Agent): Promise<string> {
  try {
    const patience = limits.pingTimeoutSeconds * 1000
    return `${(await served.ask({ path: routes.ping, agent, patience })).status}`
  } catch {
    return 'no answer'
  } finally {
    agent.destroy()
  }
}

function claim(level: Claim['level'], ids: readonly string[], title: string): Claim {
  return { part: 'serving', level, ids, title }
}

function graceMilliseconds({ options }: Bench): number {
  return Math.min(limits.hostingStopGraceSeconds * 1000, options.timeoutMs)
}
