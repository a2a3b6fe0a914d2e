import { commands, routes } from '../contract/routes.ts'
import type { Bench } from './bench.ts'
import { type Claim, fail, pass, skip } from './check.ts'
import type { Invoker } from './invoker.ts'
import { freePort, type Served, serve, takePort } from './server.ts'
import { describeEnding, lastWords } from './subject.ts'
import { pause, within } from './time.ts'

/** Checks that a server whose port is taken says so. */
export async function checkPortInUse(bench: Bench, good: Served): Promise<void> {
  await bench.check(claim(['S04'], 'it ends with an error if its port is taken'), async () => {
    if (bench.subject.kind === 'image') return skip('A container has its ports to itself.')
    const port = good.ignoresPort ? good.address.port : await freePort()
    const holder = await takePort(port)
    if (holder === undefined) return skip(`Somebody else has port ${port}.`)
    try {
      const run = bench.start([commands.serve], { port, serves: true })
      const patience = Math.max(2 * good.milliseconds, 15_000)
      const ending = await within(patience, run.ended, bench.signal)
      await run.kill()
      if (ending === undefined)
        return fail(
          'It went on without a port, where nobody can reach it. End with a code other than 0.',
        )
      return ending.code === 0
        ? fail('It ended with 0, which looks like a success.')
        : pass(`It ended with ${describeEnding(ending)}. ${lastWords(run)}`)
    } finally {
      holder.close()
    }
  })
}

/** Checks that a server that cannot predict does not pretend to be healthy. */
export async function checkNoModel(
  bench: Bench,
  good: Served,
  invoker: Invoker | undefined,
): Promise<void> {
  await bench.check(claim(['S07', 'S12'], 'without a model it is not healthy'), async () => {
    const patience = Math.max(2 * good.milliseconds, 3000)
    const served = await serve(bench, { model: undefined, patience })
    try {
      // A server that loads beside its first /ping may need a moment to find out.
      await pause(500, bench.signal)
      const ending = served.run.ending()
      if (ending !== undefined) {
        return ending.code === 0
          ? fail('It ended with 0, which looks like a success.')
          : pass(`It ended with ${describeEnding(ending)}. ${lastWords(served.run)}`)
      }
      if (!served.healthy) return pass(`/ping got ${served.ping?.status ?? 'no answer'}.`)
      const ping = await served.ask({ path: routes.ping }).catch(() => undefined)
      if (ping?.status !== 200) return pass(`/ping came to ${ping?.status ?? 'no answer'}.`)
      if (invoker === undefined)
        return skip('/ping answered 200; --payload FILE would tell whether rightly.')
      const answer = await served.ask(invoker.request()).catch(() => undefined)
      return answer?.status === 200
        ? skip('It needs no model: it predicts without.')
        : fail(
            `/ping answered 200 with an empty model folder, where /invocations got ${answer?.status ?? 'no answer'}. Load the model first; until then, and if it cannot be loaded, answer 503 or end.`,
          )
    } finally {
      await served.run.kill()
    }
  })
}

function claim(ids: readonly string[], title: string): Claim {
  return { part: 'serving', level: 'recommended', ids, title }
}
