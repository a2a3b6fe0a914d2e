import { environmentVariables } from '../contract/environment.ts'
import { limits } from '../contract/limits.ts'
import { commands, routes } from '../contract/routes.ts'
import type { Bench } from './bench.ts'
import { type Claim, fail, pass, skip } from './check.ts'
import { type Address, ask } from './http.ts'
import { freePort, type Served } from './server.ts'
import { describeEnding, lastWords, type Run } from './subject.ts'
import { poll } from './time.ts'

/** Checks what only the serving of an image can show; the model is laid out already. */
export async function checkImageServing(bench: Bench, good: Served): Promise<void> {
  // Enough for a machine that is busier than it was before.
  const patience = Math.max(3 * good.milliseconds, 15_000)
  await checkOtherPort(bench, patience)
  await checkNoNetwork(bench, patience)
}

/** The documentation asks this of containers in pipelines and multi-container endpoints only. */
async function checkOtherPort(bench: Bench, patience: number): Promise<void> {
  const { bindToPort } = environmentVariables
  const claim: Claim = {
    part: 'serving',
    level: 'recommended',
    ids: ['S02'],
    title: `it listens on the port that ${bindToPort} names`,
  }
  await bench.check(claim, async () => {
    const port = await freePort()
    const env = { [bindToPort]: `${otherPort}` }
    const run = bench.start([commands.serve], { port, innerPort: otherPort, env, serves: true })
    try {
      const status = await pinged(bench, run, patience, async () => ({ host: '127.0.0.1', port }))
      return status === 200
        ? pass(`It listened on ${otherPort}.`)
        : fail(
            `/ping on ${otherPort} got ${status ?? 'no answer'}, so it cannot be one of several containers.`,
          )
    } finally {
      await run.kill()
    }
  })
}

async function checkNoNetwork(bench: Bench, patience: number): Promise<void> {
  const claim: Claim = {
    part: 'serving',
    level: 'required',
    ids: ['S14'],
    title: 'it becomes healthy with no way to any network',
  }
  await bench.check(claim, async () => {
    const network = await bench.subject.makeIsolatedNetwork?.().catch(() => undefined)
    if (network === undefined) return skip('The engine makes no network that is cut off.')
    const run = bench.start([commands.serve], { network: network.name, serves: true })
    try {
      const status = await pinged(bench, run, patience, async () => {
        const host = await network.addressIn().catch(() => undefined)
        return host === undefined ? undefined : { host, port: limits.defaultPort }
      })
      if (status === 200) return pass('It did.')
      const ending = run.ending()
      if (ending !== undefined)
        return fail(`It ended with ${describeEnding(ending)}. ${lastWords(run)}`)
      return status === undefined
        ? skip(
            'It went on, and was not reached: some engines keep such networks from the machine itself.',
          )
        : fail(
            `/ping answered ${status}. Install everything when the image is built, and call nobody.`,
          )
    } finally {
      await run.kill()
      await network.remove()
    }
  })
}

/** The last status of /ping, as soon as it is 200, the run has ended or the time is over. */
async function pinged(
  { signal }: Bench,
  run: Run,
  patience: number,
  findAddress: () => Promise<Address | undefined>,
): Promise<number | undefined> {
  let status: number | undefined
  await poll(patience, signal, async () => {
    if (run.ending() !== undefined) return true
    const address = await findAddress()
    if (address === undefined) return undefined
    const answer = await ask(address, { path: routes.ping, patience: 2000 }, signal).catch(
      () => undefined,
    )
    status = answer?.status ?? status
    return status === 200 ? true : undefined
  })
  return status
}

/** Any port that is not 8080. */
const otherPort = 9001
